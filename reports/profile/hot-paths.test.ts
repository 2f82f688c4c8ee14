import { describe, expect, it } from 'vitest'
import { markdownDocument } from '../formats/markdown-blocks.ts'
import { markdownHotPaths } from '../formats/markdown-hot-paths.ts'
import { reportPage } from '../html/report-page.ts'
import { wholeRun } from '../html/finished-run.fixture.ts'
import { reportText } from '../terminal/report-text.ts'
import { emptyView, hostileView } from './hot-path-view.fixture.ts'
import { hotPaths, hotPathsOf, noHotPaths } from './hot-paths.fixture.ts'
import { hotPathsDocument } from './hot-paths-document.ts'
import { hotPathsSection } from './hot-paths-section.ts'
import { hotPathsText } from './hot-paths-text.ts'

const text = hotPathsText(hotPaths)

describe('in text', () => {
  it('are under which load, what is wrong first, and then which check failed', () => {
    const lines = text.split('\n')
    expect(lines[0]).toBe('Hot paths at 120/s on Node 24.1.0, 9.0 s with 1,080 answers.')
    expect(lines[1]).toMatch(/^What is wrong/)
    expect(lines[2]).toContain(`1. ${hotPaths.view?.findings[0]?.title.slice(0, 30)}`)
    expect(text).toContain('To do: ')
    const breach = lines.findIndex((line) =>
      line.startsWith('Event-loop delay, longest is 293.0 ms, from 100.0 ms'),
    )
    expect(breach).toBeGreaterThan(3)
    expect(lines.filter((line) => line.length > 80)).toEqual([])
  })

  it('are only what is missing where nothing is known', () => {
    expect(hotPathsText(noHotPaths)).toBe(noHotPaths.missing[0])
    expect(hotPathsText(hotPathsOf(emptyView)).split('\n')).toHaveLength(1)
  })

  it('stand in the report of a run that has them, before what does it again', () => {
    const { report } = wholeRun
    const whole = reportText(report, undefined, hotPaths)
    expect(whole.replace(`${text}\n\n`, '')).toBe(reportText(report))
    expect(whole.indexOf(text)).toBeLessThan(whole.indexOf('Again:'))
  })
})

describe('on a page', () => {
  it('are there for a run that has them, and nothing is for one that has not', () => {
    expect(reportPage({ ...wholeRun, hotPaths }, null)).toContain('id="hot-paths"')
    expect(reportPage(wholeRun, null)).not.toContain('Where does the time go?')
    expect(hotPathsSection(null)).toBeNull()
    expect(reportPage({ ...wholeRun, hotPaths: noHotPaths }, null)).toContain(noHotPaths.missing[0])
  })

  it('have the heap and the goroutines of a Go target', () => {
    const profile = hotPaths.view?.profile ?? null
    const page = hotPathsSection({ ...hotPaths, heap: profile, goroutines: profile })?.markup
    expect(page).toContain('What is live on the heap')
    expect(page).toContain('Where the goroutines are')
  })
})

describe('in Markdown', () => {
  it('are a section with a list of findings and one of breaches', () => {
    const [heading, load, headline, findings, breaches] = markdownHotPaths(hotPaths)
    expect([heading, load]).toEqual([
      '## Hot paths',
      'Profiled at 120/s on Node 24.1.0, 9.0 s with 1,080 answers.',
    ])
    expect(headline).toMatch(/^What is wrong/)
    expect(findings).toMatch(/^1\. \*\*/)
    expect(breaches).toMatch(/^- Event-loop delay/)
    expect(markdownHotPaths(null)).toEqual([])
  })

  it('let no name of a function be markup', () => {
    const blocks = markdownDocument(markdownHotPaths(hotPathsOf(hostileView('<img src=x>[a](b)'))))
    expect(blocks).not.toMatch(/<img|[^\\]\[a/)
  })
})

it('are in documents without stacks and flames', () => {
  const document = hotPathsDocument(hotPaths)
  expect(document.findings).toEqual(hotPaths.view?.findings)
  expect(document.cpu?.functions.length).toBeLessThanOrEqual(10)
  expect(JSON.stringify(document)).not.toMatch(/"(flames|stack|boxes)"/)
  expect(hotPathsDocument(noHotPaths)).toMatchObject({
    findings: [],
    health: [],
    waits: [],
    cpu: null,
    blocks: [],
  })
})
