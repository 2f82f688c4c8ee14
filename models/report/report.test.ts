import { describe, expect, it } from 'vitest'
import type { FitArtifact } from '../artifacts/fit.ts'
import type { VerifyArtifact, VerifyBlock, VerifyPair } from '../artifacts/verify.ts'
import { fitWith } from '../recommend/simulated-candidates.fixture.ts'
import { thresholdOf } from '../thresholds/threshold.fixture.ts'
import { buildReport, type ReportInput } from './report.ts'
import { verifyBlock as block, verifyPair as pair } from './verify-pairs.fixture.ts'

describe('buildReport', () => {
  const good = Array.from({ length: 4 }, (_, i) =>
    pair(block({ responseMs: 40 + i, dialed: 20 }), block({ responseMs: 20 + i, dialed: 2 })),
  )

  it('trusts a run whose requests went out in time', () => {
    const report = buildReport(input(good))
    expect(report.verdict.verdict).toBe('VALID')
    expect(report.conclusion).toMatchObject({ answer: 'better', poolsAlike: false })
    expect(report.conclusion?.largestDifference).toBeGreaterThan(Math.abs(report.conclusion?.change ?? 1))
  })

  it('tells a P99 that got better while both pools did nothing', () => {
    const idle = good.map((_, i) =>
      pair(block({ responseMs: 40 + i, dialed: 0 }), block({ responseMs: 20 + i, dialed: 0 })),
    )
    expect(buildReport(input(idle)).conclusion).toMatchObject({ answer: 'better', poolsAlike: true })
  })

  it('withdraws nothing silently: worse is said, and where the model was wrong', () => {
    const swapped = good.map(({ before, after }) => pair(after, before))
    const { conclusion, misses } = buildReport(input(swapped))
    expect(conclusion).toMatchObject({ answer: 'worse' })
    expect(conclusion?.low).toBeGreaterThan(0)
    expect(misses.windows).toHaveLength(4)
  })

  it('says how large a difference it cannot exclude where it sees none', () => {
    const same = [40, 41, 40, 39].map((responseMs, i) =>
      pair(block({ responseMs, dialed: 2 }), block({ responseMs: 40 + (i % 2), dialed: 2 })),
    )
    const { conclusion } = buildReport(input(same))
    expect(conclusion).toMatchObject({ answer: 'no-difference' })
    expect(conclusion?.largestDifference).toBeGreaterThan(0)
    expect(conclusion?.largestDifference).toBeLessThan(0.1)
  })

  it('concludes nothing without an interval', () => {
    expect(buildReport(input(good.slice(0, 1))).conclusion).toBeNull()
    expect(buildReport({ ...input([]), verify: null })).toMatchObject({
      conclusion: null,
      stages: null,
      misses: { windows: [], reasons: [] },
    })
  })

  it('says how precise the first stage was, and what the second added', () => {
    const noisy = [40, 44, 38, 41, 36, 43, 40, 39].map((responseMs) =>
      pair(block({ responseMs, dialed: 20 }), block({ responseMs: 30, dialed: 2 })),
    )
    const design = { firstPairs: 4, precision: 0.05, mostPairs: 8, mostMs: null }
    const verify = { planned: 8, pairs: noisy, design, needed: 11 }
    const { stages } = buildReport({ ...input(noisy), verify })
    expect(stages).toMatchObject({ wanted: 0.05, firstWindows: 4, windows: 8, needed: 11 })
    expect(stages?.reached).toBeLessThan(stages?.reachedFirst ?? 0)
    const unfinished = { ...verify, pairs: noisy.slice(0, 3), planned: 4, needed: null }
    expect(buildReport({ ...input(noisy), verify: unfinished })).toMatchObject({
      stages: null,
      verdict: { verdict: 'INCOMPLETE' },
    })
  })

  it('does not trust a run with a late generator in more than a quarter of its blocks on both sides', () => {
    const late = (count: number) =>
      good.map((each, i) => (i < count ? pair(lateBlock(each.before), lateBlock(each.after)) : each))
    expect(buildReport(input(late(2))).verdict).toMatchObject({ verdict: 'GENERATOR_BOUND' })
    expect(buildReport(input(late(1))).verdict).toMatchObject({ verdict: 'VALID' })
  })

  it('lays lateness on one side alone to its settings, and says so', () => {
    const late = good.map(({ before, after }) => pair(lateBlock(before), after))
    const { verdict, why } = buildReport(input(late)).verdict
    expect(verdict).toBe('VALID')
    expect(why).toContain('late in 4 of 4 blocks before and 0 after')
  })

  it('does not trust a run in which more than one in twenty requests failed', () => {
    const failing = good.map(({ before, after }) => pair({ ...before, measured: failed(before) }, after))
    expect(buildReport(input(failing)).verdict).toMatchObject({ verdict: 'TARGET_ERRORS' })
  })

  it('does not trust a run whose target grew slower from window to window', () => {
    const growing = (factor: number) =>
      Array.from({ length: 8 }, (_, i) => {
        const after = block({ responseMs: 20 * factor ** i, dialed: 2 })
        return pair(block({ responseMs: 40, dialed: 20 }), {
          ...after,
          predicted: block({ responseMs: 20, dialed: 2 }).measured,
        })
      })
    expect(buildReport(input(growing(1.2))).verdict).toMatchObject({ verdict: 'UNSTABLE' })
    expect(buildReport(input(growing(1.01))).verdict).toMatchObject({ verdict: 'VALID' })
    expect(buildReport(input(growing(1.2).slice(0, 7))).verdict).toMatchObject({ verdict: 'VALID' })
  })

  it('says what is missing from a run that was ended early', () => {
    const half = { ...input(good), verify: { planned: 8, pairs: good } }
    expect(buildReport(half).verdict).toEqual({
      verdict: 'INCOMPLETE',
      why: 'nothing was swept; 4 windows are missing',
      advice: 'go on with --resume, without --only',
    })
    expect(buildReport({ ...input(good), verify: null }).verdict.why).toBe(
      'nothing was swept; the settings were not verified',
    )
  })

  it('says which threshold ended the run, and that it is over', () => {
    const ended = thresholdOf('responseTime', 'avg<0.001', { abortOnFail: true })
    const stopped = { threshold: 0, measured: null }
    const report = buildReport({
      ...input(good),
      thresholds: [ended],
      verify: { planned: 8, pairs: good, stopped },
    })
    expect(report.thresholds).toMatchObject([{ passed: false, aborted: true, samples: 400 }])
    expect(report.verdict).toEqual({
      verdict: 'INCOMPLETE',
      why:
        'nothing was swept; a threshold ended the run: responseTime avg<0.001 was 21.5 ms over 400 requests; ' +
        '4 windows are missing',
      advice: 'this run cannot be gone on with: start a new one, without abortOnFail to see it whole',
    })
    expect(buildReport({ ...input(good), thresholds: [ended] })).toMatchObject({
      verdict: { verdict: 'VALID' },
      thresholds: [{ passed: false, aborted: false }],
    })
  })

  it('says how far the model is off, also where an earlier run stored the steps alone', () => {
    const steps = [{ offeredRate: 100, measuredP99Ms: 20, modelP99Ms: 30 }]
    const misfitOf = (misfit: FitArtifact['misfit']) =>
      buildReport({ ...input(good), fit: { ...fitWith(null), misfit } }).misfit
    const known = { steps, typicalError: 0.5, withoutReuseError: null }
    expect(misfitOf(known)).toEqual(known)
    expect(misfitOf(steps)).toEqual({ steps, typicalError: null, withoutReuseError: null })
    expect(buildReport(input(good)).misfit).toBeNull()
  })

  it('counts what both sides counted', () => {
    expect(buildReport(input(good)).ledger).toEqual({
      requestsSent: 8 * 110,
      requestsReceived: 8 * 110,
      connectionsOpened: 4 * (20 + 2) + 8 * 3,
      connectionsAccepted: 8 * 5,
    })
  })
})

function input(pairs: readonly VerifyPair[]): ReportInput {
  const verify: VerifyArtifact = { planned: pairs.length, pairs }
  return {
    name: 'test',
    seed: 1,
    plan: 'quick',
    startedAt: '2026-01-05T03:00:00.000Z',
    scenarioHash: '0123456789abcdef',
    command: 'kneepoint run week.ts --quick --seed 7',
    thresholds: [],
    environment: 'here',
    generator: null,
    probe: null,
    sweep: null,
    fit: null,
    simulate: null,
    recommend: null,
    verify,
  }
}

function lateBlock(own: VerifyBlock): VerifyBlock {
  return { ...own, generator: { driftP99Ms: 50, driftMaxMs: 60, latenessP99Ms: 50 } }
}

function failed(own: VerifyBlock): VerifyBlock['measured'] {
  return { ...own.measured, requests: { ...own.measured.requests, due: 100, completed: 80, failed: 20 } }
}
