import { describe, expect, it } from 'vitest'
import { buildReport, type Report } from '../../models/report/report.ts'
import { beforeAfter, emptyRun, runWith, wholeRun } from './finished-run.fixture.ts'
import { reportPage } from './report-page.ts'

const whole = reportPage(wholeRun, null)
const svgs = (page: string) => page.match(/<svg/g)?.length ?? 0
const table = (page: string) =>
  page.slice(page.indexOf('Thresholds of the scenario'), page.indexOf('<h2>Why?'))
const h1 = (page: string) => /<h1>([^]*?)<\/h1>/.exec(page)?.[1]?.trim()

describe('the page of a whole run', () => {
  it('says first what to set', () => {
    expect(h1(whole)).toBe(
      'Set idleTimeout\u00a064\u00a0s, maxIdlePerHost\u00a013 and maxConnsPerHost\u00a030',
    )
    expect(whole).toContain('the P99 went from 138.7 ms to 20.5 ms: 85 % better (95 %: 28 % to 97 %).')
    expect(whole.indexOf('<h1>')).toBeLessThan(whole.indexOf('What should I change?'))
    expect(whole.indexOf('What should I change?')).toBeLessThan(whole.indexOf('How sure are we?'))
    expect(whole.indexOf('How sure are we?')).toBeLessThan(whole.indexOf('<h2>Why?'))
    expect(whole.indexOf('<h2>Why?')).toBeLessThan(whole.indexOf('How was it measured?'))
  })

  it("has the patch of the run's own client first, and those of all others", () => {
    const patches = [...whole.matchAll(/<code id="patch-([\w-]+?)-[\w-]+" class="language/g)]
    expect(patches.length).toBeGreaterThan(20)
    expect(whole).toContain('transport.MaxIdleConnsPerHost = 13\n')
    expect(whole.indexOf('MaxIdleConnsPerHost = 13')).toBeLessThan(
      whole.indexOf('The same for other clients'),
    )
    expect(whole.indexOf('new http.Agent(options)')).toBeGreaterThan(
      whole.indexOf('The same for other clients'),
    )
  })

  it('has six charts as SVGs, each with its name and a table', () => {
    expect(svgs(whole)).toBe(6)
    expect(whole.match(/role="img"/g)?.length).toBe(6)
    expect(whole.match(/The figures as a table/g)?.length).toBe(6)
    expect(whole.includes('card missing')).toBe(false)
  })

  it('shows what came of the thresholds', () => {
    expect(table(whole)).toMatch(/✓ kept<\/span>[^]*?responseTime[^]*?p\(99\)&lt;250[^]*?20\.5 ms/)
    expect(table(whole)).toMatch(/✗ not kept<\/span>[^]*?dials\{[^]*?rate&lt;0\.01[^]*?0\.06\/s/)
  })

  it('names constraints, strains and runners-up', () => {
    expect(whole).toContain('keep-alive race')
    expect(whole).toContain('the P99 is 61.3 ms, 37 % more')
    expect(whole).toContain('runner-up 1')
  })

  it('is the same for the same run, to the byte', () => {
    expect(reportPage(wholeRun, null) === whole).toBe(true)
  })

  it('is far below 2 MB without its script', () => {
    expect(whole.length).toBeLessThan(400_000)
  })

  it('holds nothing that a browser would fetch', () => {
    // An address in an SVG may be one of its own parts.
    expect(whole.match(/(src|href)="(?!data:)|url\((?!#)|@import/g)).toBeNull()
  })
})

describe('a run with less', () => {
  const empty = reportPage(emptyRun, null)

  it('names at its top what is missing, and at each chart how to get it', () => {
    expect(h1(empty)).toBe('No recommendation yet')
    expect(empty.indexOf('the recommendation and its patches')).toBeLessThan(
      empty.indexOf('How sure are we?'),
    )
    expect(svgs(empty)).toBe(0)
    expect(empty.match(/class="card missing"/g)?.length).toBe(6)
    expect(empty.match(/To get it, run <code>kneepoint run/g)?.length).toBe(5)
  })

  it.each(['latency', 'rates', 'surface', 'timeline', 'composition'] as const)(
    'can have %s alone',
    (name) => {
      const figures = { ...emptyRun.figures, [name]: wholeRun.figures[name] }
      const page = reportPage({ ...emptyRun, figures }, null)
      expect(svgs(page)).toBe(1)
      expect(page.includes(`id="${name}"`)).toBe(true)
      expect(page.match(/class="card missing"/g)?.length).toBe(5)
    },
  )

  it('can be one that never began', () => {
    const { name, seed, plan, startedAt, scenarioHash, command, environment } = wholeRun.report
    const run = { name, seed, plan, startedAt, scenarioHash, command, environment }
    const nothing = { probe: null, sweep: null, fit: null, simulate: null, recommend: null, verify: null }
    const report = buildReport({
      ...run,
      ...nothing,
      generator: null,
      thresholds: [],
    })
    expect(reportPage({ ...emptyRun, report }, null)).toContain('INCOMPLETE')
  })
})

describe('the standing of a recommendation', () => {
  const { figures } = emptyRun
  const pageWith = (changes: Partial<Report>) => reportPage({ ...runWith(changes), figures }, null)

  it('withdraws what did worse, and shows no patch', () => {
    const worse = { answer: 'worse', largestDifference: 0.4, adjustedPValue: 0.01 } as const
    const page = pageWith({
      beforeAfter: beforeAfter.map((each) => (each.metric === 'p99' ? { ...each, answer: worse } : each)),
      conclusion: { ...worse, change: 0.3, low: 0.2, high: 0.4 },
    })
    expect(h1(page)).toBe('Withdrawn: do not apply these settings')
    expect(page).toContain('Why the model was wrong')
    expect(page).toContain('There is no patch, since the recommendation is withdrawn')
    expect(page).not.toContain('id="patch-')
  })

  it('says so where it is withdrawn because more requests failed', () => {
    const answer = { answer: 'worse', largestDifference: 0.03, adjustedPValue: 0.01 } as const
    const failing = {
      before: 0,
      after: 0.02,
      change: 0.02,
      low: 0.01,
      high: 0.03,
      margin: 0.01,
      pValue: 0.01,
    }
    const page = pageWith({
      beforeAfter: beforeAfter.map((each) =>
        each.metric === 'failureRate' ? { ...each, answer, effect: failing } : each,
      ),
    })
    expect(h1(page)).toBe('Withdrawn: do not apply these settings')
    expect(page).toContain('More requests failed: 2.00 %, against 0.00 %.')
  })

  it('shows no patch for what was not verified', () => {
    const verdict = { verdict: 'UNSTABLE', why: 'times rose', advice: 'run again' } as const
    const page = pageWith({ verdict })
    expect(h1(page)).toBe('Not verified, so not recommended yet')
    expect(page).toContain('UNSTABLE: times rose.')
    expect(page).toContain('To do: run again.')
    expect(page).not.toContain('id="patch-')
  })

  it('shows no patch where the model does not describe the target and sockets do not show it to be good', () => {
    const page = pageWith({
      misfit: { steps: [], typicalError: 1.37, withoutReuseError: null },
      conclusion: null,
    })
    expect(h1(page)).toBe('Not verified, so not recommended yet')
    expect(page).toContain('There is no patch, since the settings were not')
    expect(page).toContain('the model misses the P99s that it was fitted to by 137 %')
    expect(page).toContain('run again on a machine that does nothing else')
    expect(page).not.toContain('id="patch-')
  })

  it("keeps today's settings where there is nothing to change", () => {
    const { recommendation } = wholeRun.report
    if (recommendation === null) throw new Error('the fixture has no recommendation')
    const unchanged = { ...recommendation, settings: recommendation.before, unchanged: true }
    const page = pageWith({ recommendation: unchanged })
    expect(h1(page)).toBe('Keep today&#39;s settings')
    expect(page).toContain('nothing to change')
    expect(page).not.toContain('id="patch-')
  })
})
