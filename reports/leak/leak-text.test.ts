import { describe, expect, test } from 'vitest'
import { boundedCache, sawtooth, slowWarmUp, steadyLeak } from '../../models/leak/synthetic-leak.fixture.ts'
import { textWidth } from '../terminal/text-width.ts'
import { fullLeakReport, leakReport } from './leak-report.fixture.ts'
import { leakText } from './leak-text.ts'

test('says the size of a leak first, then where it was allocated and what keeps it', () => {
  const text = leakText(fullLeakReport())
  expect(text).toMatch(
    /^Leak check: IncomingMessage\n\nLeaks 1,\d{3} bytes a request \(95 %: 1,\d{3} to 1,\d{3}\): at 300\/s the limit of 512\nMiB is reached in \d+ minutes\.\n/,
  )
  expect(text).toContain('30 checkpoints over 58,000 requests, judged from request 16,000 on.')
  expect(text).toMatch(/^IncomingMessage {2}….*Message\.js:12 +1,100 {2}1,000 to 1,201 +92 %$/m)
  expect(text).toContain('\n 88 %  a Map or Set\n       requests (Map) → [entry] → IncomingMessage\n')
  expect(text).toMatch(/^IncomingMessage +5 {2}24,045 {2}4\.3 MiB$/m)
  expect(text.endsWith('\n')).toBe(true)
})

describe('says what it is where it is no leak', () => {
  test.each([
    ['flat', () => 0, /^No leak: at most \d\.\d bytes a request \(95 %\)\.$/m],
    ['a cache', boundedCache(20e6, 0.6), /^No leak: the heap grew by 18\.5 MiB, and levels off/m],
    ['a warm-up', slowWarmUp(20e6, 0.02), /^No leak: the heap grew by \d+\.\d MiB while it warmed up/m],
    ['a batch', sawtooth(5e6, 4), /^Cannot be told for the heap: it grows and falls back/m],
  ] as const)('%s', (_, growth, sentence) => {
    expect(leakText(leakReport(growth))).toMatch(sentence)
  })

  test('nothing known', () => {
    const report = leakReport(() => 0)
    const blank = report.checkpoints.map((each) => ({ ...each, heapUsedBytes: null }))
    const verdict = {
      ...report.verdict,
      verdict: 'unknown' as const,
      measures: { heap: null, external: null, rss: null },
    }
    expect(leakText({ ...report, checkpoints: blank, verdict })).toContain(
      'Cannot be told: no checkpoint knows',
    )
  })
})

test('without a rate it has no days, and without a limit the growth of a day', () => {
  const alone = leakText(leakReport(steadyLeak(1204), {}))
  expect(alone).toMatch(/^Leaks 1,\d+ bytes a request \(95 %: [^)]*\)\.$/m)
  expect(leakText(leakReport(steadyLeak(1204), { ratePerSecond: 10 }))).toMatch(
    /at 10\/s that is 9\d\d\.\d\s+MiB a\s+day\./,
  )
})

test.each(['a'.repeat(200), '世界'.repeat(50), '\u001b[31mred\u0007\n\r', 'x'.repeat(70) + '\u001b[2J'])(
  'no line is wider than 80 columns, and no name moves the cursor (%#)',
  (name) => {
    const text = leakText(fullLeakReport(name))
    expect(text).not.toMatch(/[^\P{Control}\n]/u)
    for (const line of text.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80)
  },
)

test('a leak is painted as what is bad', () => {
  const mark = (text: string) => `<${text}>`
  const plain = (text: string) => text
  const paint = { good: plain, bad: mark, warn: plain, strong: plain, dim: plain }
  expect(leakText(leakReport(steadyLeak(1204)), paint)).toContain('<Leaks 1,')
  expect(
    leakText(
      leakReport(() => 0),
      paint,
    ),
  ).not.toContain('<')
})
