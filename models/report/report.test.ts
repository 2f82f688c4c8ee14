import { describe, expect, it } from 'vitest'
import type { FitArtifact } from '../artifacts/fit.ts'
import type { VerifyArtifact, VerifyBlock, VerifyPair } from '../artifacts/verify.ts'
import { steadyMeasurement } from '../measurement/measurement.fixture.ts'
import { storeMeasurement } from '../measurement/measurement.ts'
import { fitWith } from '../recommend/simulated-candidates.fixture.ts'
import { compareBeforeAfter, comparePredictions } from './before-after.ts'
import { buildReport, type ReportInput } from './report.ts'

describe('compareBeforeAfter', () => {
  const pairs = Array.from({ length: 8 }, (_, i) =>
    pair(block({ responseMs: 40 + i, dialed: 20 }), block({ responseMs: 20 + i / 2, dialed: 2 })),
  )
  const metric = (name: string) => compareBeforeAfter(pairs, 1).find((each) => each.metric === name)

  it('compares merged responses, not averages of blocks', () => {
    expect(metric('p99')).toMatchObject({ unit: 'ms', kind: 'ratio' })
    expect(metric('p99')?.effect?.before).toBeCloseTo(47, 0)
    expect(metric('p99')?.effect?.after).toBeCloseTo(23.5, 0)
    expect(metric('mean')?.effect?.change).toBeCloseTo(-0.5, 1)
  })

  it('gives each change an interval that holds it', () => {
    for (const name of ['mean', 'p99', 'dialsPerSecond']) {
      const effect = metric(name)?.effect
      expect(effect?.low, name).toBeLessThanOrEqual(effect?.change ?? Number.NaN)
      expect(effect?.high, name).toBeGreaterThanOrEqual(effect?.change ?? Number.NaN)
    }
  })

  it('shows what the target does not tell as not available, never as 0', () => {
    const silent = pairs.map(({ before, after }) =>
      pair(before, { ...after, target: { ...after.target, rssPeakBytes: null } }),
    )
    const rss = compareBeforeAfter(silent, 1).find((each) => each.metric === 'rssPeak')
    expect(rss?.effect).toBeNull()
  })

  it('gives no interval for a P99 of too few responses', () => {
    const few = compareBeforeAfter(pairs.slice(0, 2), 1).find((each) => each.metric === 'p99')
    expect(few?.effect).toMatchObject({ low: null, high: null })
    expect(few?.effect?.change).toBeCloseTo(-0.5, 1)
  })

  it('falls back to a difference where one side hardly dials', () => {
    const still = Array.from({ length: 4 }, () =>
      pair(block({ responseMs: 40, dialed: 20 }), block({ responseMs: 20, dialed: 0 })),
    )
    const dials = compareBeforeAfter(still, 1).find((each) => each.metric === 'dialsPerSecond')
    expect(dials).toMatchObject({ kind: 'difference', effect: { before: 20, after: 0, change: -20 } })
  })
})

describe('comparePredictions', () => {
  it('puts the simulator beside the sockets, with the error', () => {
    const predicted = block({ responseMs: 30, dialed: 10 }).measured
    const pairs = [
      pair({ ...block({ responseMs: 40, dialed: 20 }), predicted }, block({ responseMs: 20, dialed: 0 })),
    ]
    const rows = comparePredictions(pairs)
    const row = (setting: string, metric: string) =>
      rows.find((each) => each.setting === setting && each.metric === metric)
    expect(row('before', 'dialsPerSecond')).toMatchObject({ predicted: 10, measured: 20, error: -0.5 })
    expect(row('before', 'mean')?.error).toBeCloseTo(-0.25)
    expect(row('after', 'dialsPerSecond')).toMatchObject({ measured: 0, error: null })
  })
})

describe('buildReport', () => {
  const good = Array.from({ length: 4 }, (_, i) =>
    pair(block({ responseMs: 40 + i, dialed: 20 }), block({ responseMs: 20 + i, dialed: 2 })),
  )

  it('trusts a run whose requests went out in time', () => {
    const report = buildReport(input(good))
    expect(report.verdict.verdict).toBe('VALID')
    expect(report.conclusion).toBe('better')
  })

  it('withdraws nothing silently: worse is said', () => {
    const swapped = good.map(({ before, after }) => pair(after, before))
    expect(buildReport(input(swapped)).conclusion).toBe('worse')
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

function pair(before: VerifyBlock, after: VerifyBlock): VerifyPair {
  return { window: { fromMs: 0, toMs: 1000 }, first: 'before', before, after }
}

function lateBlock(own: VerifyBlock): VerifyBlock {
  return { ...own, generator: { driftP99Ms: 50, driftMaxMs: 60, latenessP99Ms: 50 } }
}

function failed(own: VerifyBlock): VerifyBlock['measured'] {
  return { ...own.measured, requests: { ...own.measured.requests, due: 100, completed: 80, failed: 20 } }
}

function block(figures: { responseMs: number; dialed: number }): VerifyBlock {
  const measured = storeMeasurement(steadyMeasurement(figures))
  return {
    measured,
    predicted: measured,
    generator: { driftP99Ms: 1, driftMaxMs: 2, latenessP99Ms: 1 },
    target: {
      rssPeakBytes: 1000,
      gcPauses: 2,
      gcTotalMs: 3,
      cpuSeconds: 1,
      acceptedConnections: 5,
      requestsReceived: 110,
    },
  }
}
