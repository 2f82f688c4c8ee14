import { describe, expect, it } from 'vitest'
import type { Report } from '../../models/report/report.ts'
import type { ThresholdResult } from '../../models/thresholds/threshold.ts'
import { emptyRun, runWith, wholeRun } from '../html/finished-run.fixture.ts'
import { fullRun } from './full-run.fixture.ts'
import { annotationText, githubFormat, MOST_SUMMARY_BYTES, stepSummary } from './github-format.ts'
import { junitFormat } from './junit-format.ts'
import { utf8Length } from './markdown-blocks.ts'
import { runEvents } from './ndjson-format.ts'
import { withoutCommands, workflowCommand } from './workflow-command.ts'
import { runnerCommands } from './workflow-runner.oracle.ts'
import { parseXml } from './xml-document.oracle.ts'

const [met, missed] = fullRun.report.thresholds as [ThresholdResult, ThresholdResult]
const withdrawn: Partial<Report> = {
  conclusion: {
    answer: 'worse',
    largestDifference: 0.4,
    adjustedPValue: 0.01,
    change: 0.2,
    low: 0.1,
    high: 0.4,
  },
}

const withheld: Partial<Report> = {
  conclusion: null,
  misfit: { steps: [], typicalError: 1.37, withoutReuseError: null },
}

describe('a recommendation that only rests on a model which does not describe the target', () => {
  it('is told alike by all formats', () => {
    const run = runWith(withheld)
    expect(junitFormat.render(run)).toMatch(
      /<skipped message="not verified: the model misses .* by 137 %.*To do: run again/,
    )
    expect(annotationText(run)).toContain('not verified, so not recommended yet: the model misses')
    expect(annotationText(run)).not.toContain('::notice')
    expect(stepSummary(run)).toContain('## Not verified, so not recommended yet')
    expect(stepSummary(run)).not.toContain('What to change')
    const told = runEvents(run).find(({ type }) => type === 'recommendation')
    expect(told).toMatchObject({ trusted: false, withdrawn: false })
    expect(told?.['withheld']).toContain('by 137 %')
  })
})

describe('junitFormat', () => {
  it('has a case for the verdict, the recommendation and each threshold, with properties and time', () => {
    const suites = parseXml(junitFormat.render(fullRun))
    expect(suites.attributes).toMatchObject({ tests: '4', failures: '1', skipped: '0', time: '6.000' })
    const [suite] = suites.children
    expect(suite?.attributes).toMatchObject({ name: 'seven-day', timestamp: '2026-11-22T22:39:12.000Z' })
    const [properties, ...cases] = suite?.children ?? []
    expect(properties?.children.map(({ attributes }) => [attributes['name'], attributes['value']])).toEqual([
      ['seed', '1'],
      ['plan', 'full'],
      ['scenarioHash', 'b1c0ffee5eed'],
      ['environment', 'Node 20.20.2, 2 cores, a processor'],
      ['command', 'kneepoint run scenarios/seven-day.ts --seed 1'],
      ['windows', '2'],
    ])
    expect(cases.map(({ attributes }) => attributes['name'])).toEqual([
      'verdict',
      'recommendation',
      'responseTime p(99)<250',
      'dials{name:checkout} rate<0.01',
    ])
    expect(cases.map(({ children }) => children[0]?.attributes)).toEqual([
      undefined,
      undefined,
      undefined,
      { type: 'threshold', message: 'dials{name:checkout} rate<0.01: 0.06/s over 5 requests' },
    ])
  })

  it('fails for a run that cannot be trusted, and for a recommendation that is withdrawn', () => {
    const incomplete = junitFormat.render(emptyRun)
    expect(incomplete).toContain('<failure type="INCOMPLETE" message="INCOMPLETE: nothing was swept;')
    expect(incomplete).toContain('<skipped message="nothing is recommended yet"/>')
    expect(incomplete).toContain('Missing:\n- the recommendation and its patches\n')
    expect(junitFormat.render(runWith(withdrawn))).toContain(
      '<failure type="withdrawn" message="withdrawn: idleTimeout 64 s, maxIdlePerHost 13, maxConnsPerHost 30. The P99',
    )
    const untrusted = runWith({ verdict: { verdict: 'UNSTABLE', why: 'it rose', advice: null } })
    expect(junitFormat.render(untrusted)).toContain('<skipped message="not verified"/>')
  })
})

describe('githubFormat', () => {
  it('annotates what went wrong, and what to set', () => {
    expect(annotationText(fullRun)).toBe(
      [
        '::error title=kneepoint seven-day::threshold not met: dials{name:checkout} rate<0.01: 0.06/s over 5 requests',
        '::warning title=kneepoint seven-day::the model misses measured P99s by 18 %25 typically and by 13 %25 without reuse, which is a misfit: expect its predictions to be as far off',
        '::notice title=kneepoint seven-day::recommended for go-net-http: idleTimeout 64 s, maxIdlePerHost 13, maxConnsPerHost 30',
        '',
      ].join('\n'),
    )
    expect(runnerCommands(annotationText(runWith(withdrawn, fullRun))).map(({ command }) => command)).toEqual(
      ['error', 'error', 'warning'],
    )
  })

  it('has ten of a kind at most, and says how many more there are', () => {
    const thresholds = Array.from({ length: 25 }, () => missed)
    const commands = runnerCommands(annotationText(runWith({ thresholds, misfit: null })))
    const errors = commands.filter(({ command }) => command === 'error')
    expect(errors).toHaveLength(10)
    expect(errors[9]?.data).toBe('16 more are left out here')
  })

  it('escapes as the runner reads it', () => {
    expect(workflowCommand({ kind: 'error', title: 'a:b,c%\n', message: '50 %\r\n::error::x' })).toBe(
      '::error title=a%3Ab%2Cc%25%0A::50 %25%0D%0A::error::x',
    )
  })

  it('switches commands off for the summary', () => {
    expect(withoutCommands('::error::x\nkneepoint-end-of-text')).toBe(
      '::stop-commands::kneepoint-end-of-text-1\n::error::x\nkneepoint-end-of-text\n::kneepoint-end-of-text-1::\n',
    )
    const text = githubFormat.render(fullRun)
    expect(text).toContain('# kneepoint: seven-day')
    expect(runnerCommands(text)).toEqual(runnerCommands(annotationText(fullRun)))
  })

  it('keeps the summary under 900 kB, and says what is left out', () => {
    const thresholds = Array.from({ length: 20_000 }, (_, i) => ({
      ...met,
      threshold: { ...met.threshold, request: `a request of a long name, number ${i}` },
    }))
    const summary = stepSummary(runWith({ thresholds }))
    expect(utf8Length(summary)).toBeLessThanOrEqual(MOST_SUMMARY_BYTES)
    expect(summary).toContain('*19000 more rows are left out.*')
    expect(summary).toContain('## How it was measured')
  })
})

describe('ndjsonFormat', () => {
  it('tells the run, its steps, blocks, metrics, thresholds and the recommendation', () => {
    const counts: Record<string, number> = {}
    for (const { type } of runEvents(fullRun)) counts[type] = (counts[type] ?? 0) + 1
    expect(counts).toEqual({
      run: 1,
      step: 2,
      block: 4,
      metric: 6,
      prediction: 4,
      threshold: 2,
      constraint: 2,
      recommendation: 1,
    })
    expect(runEvents(wholeRun).find(({ type }) => type === 'threshold')).toEqual({
      type: 'threshold',
      metric: 'responseTime',
      request: null,
      expression: 'p(99)<250',
      limit: 250,
      passed: true,
      value: 20.5,
      samples: 22_168,
      aborted: false,
    })
  })

  it('is the run alone, with what is missing, where there is nothing else', () => {
    expect(runEvents(emptyRun)).toMatchObject([
      { type: 'run', missing: emptyRun.report.missing, capacity: null },
    ])
  })
})
