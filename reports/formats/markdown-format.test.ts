import { describe, expect, it } from 'vitest'
import type { Report } from '../../models/report/report.ts'
import { emptyRun, runWith } from '../html/finished-run.fixture.ts'
import { fullRun } from './full-run.fixture.ts'
import { markdownDocument, utf8Length } from './markdown-blocks.ts'
import { markdownFormat } from './markdown-format.ts'
import { codeBlock, htmlText, markdownParagraph, markdownText } from './markdown-text.ts'

const recommendation = fullRun.report.recommendation as NonNullable<Report['recommendation']>

describe('markdownFormat', () => {
  const text = markdownFormat.render(fullRun)

  it('shows verdict, settings, before and after, thresholds, constraints and the command', () => {
    expect(text).toMatch(/\n\*\*VALID\*\*: .*\n\n\*\*Set .*\.\*\* Measured in \d+ windows/)
    expect(text).toContain('\n**VALID**: requests went out at most 3.3 ms late')
    expect(text).toContain('\n| idleTimeout (IdleConnTimeout) | 90 s | 64 s |\n')
    expect(text).toContain('\n| maxConnsPerHost (MaxConnsPerHost) | no limit | 30 |\n')
    expect(text).toContain('\n| P99 response | 138.7 ms | 20.5 ms | -85.2 % | -97.0 … -28.3 % | better |\n')
    expect(text).toContain('| 0.00 pp | -0.05 … +0.05 pp | ≤ 0.05 pp |\n')
    expect(text).toContain('\n| target GC pause | not available |  |  |  |  |\n')
    expect(text).toContain('\n| before: P99 response | 49.2 ms | 138.8 ms | -64.5 % |\n')
    expect(text).toContain('\n| responseTime p(99)&lt;250 | met | 20.5 ms over 22168 requests |\n')
    expect(text).toContain('\n| dials{name:checkout} rate&lt;0.01 | NOT MET | 0.06/s over 5 requests |\n')
    expect(text).toContain('\n| race | kept, binds | 64 s of 64 s |')
    expect(text).toContain('\n```sh\nkneepoint run scenarios/seven-day.ts --seed 1\n```\n')
  })

  it("shows the patch of the scenario's own client, and folds the others", () => {
    const [open = '', folded = ''] = text.split('<details>')
    expect(open).toContain('**Go net/http** (transport.go):\n\n```go\n')
    expect(open).toContain('transport.MaxIdleConnsPerHost = 13')
    expect(open.match(/```go/g)).toHaveLength(1)
    expect(folded).toContain('**nginx upstream** (upstream.conf):\n\n```nginx\n')
    expect(text.match(/<details>/g)).toHaveLength(1)
    expect(text.match(/<\/details>/g)).toHaveLength(1)
  })

  it('says what is withdrawn, what is not verified, and what stays as it is', () => {
    const worse: Report['conclusion'] = {
      answer: 'worse',
      largestDifference: 0.4,
      adjustedPValue: 0.01,
      change: 0.2,
      low: 0.1,
      high: 0.4,
    }
    const withdrawn = markdownFormat.render(runWith({ conclusion: worse }, fullRun))
    expect(withdrawn).toContain('\n## Withdrawn\n')
    expect(withdrawn).toContain(
      '\n### Why it is withdrawn: the model was wrong\n\n- The P99 was predicted to go from',
    )
    expect(withdrawn).not.toContain('```go')
    const verdict: Report['verdict'] = { verdict: 'INCOMPLETE', why: '1 window is missing', advice: null }
    expect(markdownFormat.render(runWith({ verdict }, fullRun))).toContain(
      '\n## Not verified, so not recommended yet\n',
    )
    const unchanged = markdownFormat.render(
      runWith({ recommendation: { ...recommendation, unchanged: true } }, fullRun),
    )
    expect(unchanged).toContain("\n## Keep today's settings\n\n| Setting | today |\n")
    expect(unchanged).toContain("each sent twice through today's settings.")
  })

  it('names what a run lacks', () => {
    expect(markdownFormat.render(emptyRun)).toContain(
      'Missing:\n\n- the recommendation and its patches\n- before and after',
    )
  })

  it('has no patches for a client that it does not know', () => {
    const foreign = runWith({ recommendation: { ...recommendation, client: 'of-the-future' } }, fullRun)
    const shown = markdownFormat.render(foreign)
    expect(shown).toContain('\n| idleTimeout | 90 s | 64 s |\n')
    expect(shown).not.toContain('<details>')
  })
})

describe('markdownText', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['`x` *y* _z_ ~~w~~', '\\`x\\` \\*y\\* \\_z\\_ \\~\\~w\\~\\~'],
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['[a](b)', '\\[a\\](b)'],
    ['https://example.com www.example.com', 'https\\://example.com www\\.example.com'],
    ['@team', '@<!-- -->team'],
    ['one\r\ntwo\u2028three', 'one two three'],
    ['back\\slash', 'back\\\\slash'],
    ['-31.8 %', '-31.8 %'],
  ])('%j is %j', (text, shown) => {
    expect(markdownText(text)).toBe(shown)
  })

  it.each([
    ['- item', '\\- item'],
    ['12. item', '&#49;2. item'],
    ['12 items', '12 items'],
    ['::error::x', '\\::error::x'],
    ['# heading', '\\# heading'],
    ['> quote', '&gt; quote'],
    ['    code', 'code'],
  ])('at the beginning of a line %j is %j', (text, shown) => {
    expect(markdownParagraph(text)).toBe(shown)
  })

  it('is HTML for a summary', () => {
    expect(htmlText(`<b class="x">'&'</b>`)).toBe('&lt;b class=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;')
  })
})

describe('codeBlock', () => {
  it('has a fence that is longer than any in it', () => {
    expect(codeBlock('a\n````\nb\n', 'sh')).toBe('`````sh\na\n````\nb\n`````')
    expect(codeBlock('a', 'c++ onload=x\n')).toBe('```c++onloadx\na\n```')
  })
})

describe('markdownDocument', () => {
  const table = {
    head: ['n', 'square'],
    rows: Array.from({ length: 500 }, (_, i) => [String(i), String(i * i)]),
  }

  it('is whole where there is room', () => {
    const text = markdownDocument(['# A', table, 'end'])
    expect(text.split('\n')).toHaveLength(507)
    expect(markdownDocument(['# A', table, 'end'], utf8Length(text))).toBe(text)
  })

  it('leaves out rows, says how many, and stays within its bytes', () => {
    const text = markdownDocument(['# A', table, 'end'], 2000)
    expect(utf8Length(text)).toBeLessThanOrEqual(2000)
    expect(text).toContain('| 99 | 9801 |\n\n*400 more rows are left out.*\n\nend\n')
  })

  it('leaves out the last parts where text alone is too long', () => {
    const text = markdownDocument(['# A', 'é'.repeat(300), 'é'.repeat(600), 'end'], 1000)
    expect(text).toBe(
      `# A\n\n${'é'.repeat(300)}\n\n*The last 2 parts of this report are left out: they are too long for here.*\n`,
    )
    expect(utf8Length(text)).toBeLessThanOrEqual(1000)
  })

  it('counts bytes as UTF-8 does', () => {
    expect(['a', 'é', '≤', '😀'].map(utf8Length)).toEqual([1, 2, 3, 4])
  })
})
