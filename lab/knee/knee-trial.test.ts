import { describe, expect, test } from 'vitest'
import type { WantedTrial } from '../../models/knee/capacity-search.ts'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import type { Measurement, RequestCounts } from '../../models/measurement/measurement.ts'
import { measurementWith } from '../bench/bench-result.fixture.ts'
import { kneeGoal } from './knee-result.fixture.ts'
import { type KneeTrial, kneeTrial, largestLatenessMs, type TrialRun, unusableTrial } from './knee-trial.ts'

const wanted: WantedTrial = { rate: 1000, durationMs: 2000, stage: 'refine' }
const slo = { p99Ms: 250, failureRatio: 0.001 }

function responses(...groups: ReadonlyArray<readonly [ms: number, count: number]>): LatencyHistogram {
  const histogram = new LatencyHistogram()
  for (const [ms, count] of groups) histogram.record(ms, count)
  return histogram
}

function counts(parts: Partial<RequestCounts>): RequestCounts {
  return { due: 2000, completed: 2000, ended: 2000, failed: 0, dropped: 0, retried: 0, ...parts }
}

function trialOf(measurement: Partial<Measurement>, run: Partial<TrialRun> = {}): KneeTrial {
  return kneeTrial(
    wanted,
    {
      measurement: measurementWith({ requests: counts({}), response: responses([10, 2000]), ...measurement }),
      generator: { driftP99Ms: 1, driftMaxMs: 5, latenessP99Ms: 0.5, latenessMaxMs: 10, cpuShare: 0.4 },
      verdict: { verdict: 'VALID', figure: '', advice: null },
      ...run,
    },
    slo,
    kneeGoal,
  )
}

const lateGenerator = { driftP99Ms: 30, driftMaxMs: 50, latenessP99Ms: 40, latenessMaxMs: 100, cpuShare: 0.4 }

describe('a trial', () => {
  test('that went well has its figures', () => {
    expect(trialOf({})).toMatchObject({
      rate: 1000,
      durationMs: 2000,
      lossRatio: 0,
      failureRatio: 0,
      generatorBound: false,
      requests: { due: 2000, failed: 0, dropped: 0, late: 0, behind: 0 },
      achievedRate: 1000,
      concurrency: 10,
      meanMs: 10,
      p50Ms: 10,
      p99Ms: 10,
      unusable: null,
    })
  })

  test('counts as lost what was answered too late', () => {
    const { lossRatio, failureRatio, requests } = trialOf({ response: responses([10, 1950], [300, 50]) })
    expect([lossRatio, failureRatio, requests.late]).toEqual([0.025, 0, 50])
  })

  test('does not count a response that took as long as it may', () => {
    expect(trialOf({ response: responses([250, 2000]) }).lossRatio).toBe(0)
  })

  test('counts as lost what failed, and what was not sent', () => {
    const { lossRatio, failureRatio } = trialOf({
      requests: counts({ completed: 1960, ended: 1990, failed: 30, dropped: 10 }),
      response: responses([10, 1950], [300, 10]),
    })
    expect([lossRatio, failureRatio]).toEqual([0.025, 0.02])
  })

  test('counts as lost what was unanswered at the end, beyond what there may be', () => {
    const { lossRatio, requests } = trialOf({ requests: counts({ ended: 1880 }) })
    expect([requests.behind, lossRatio]).toEqual([100, 0.05])
    expect(trialOf({ requests: counts({ ended: 1980 }) }).lossRatio).toBe(0)
  })

  test('counts no request twice', () => {
    const { lossRatio } = trialOf({
      requests: counts({ ended: 1800 }),
      response: responses([10, 1900], [300, 100]),
    })
    expect(lossRatio).toBe(0.09)
    expect(
      trialOf({
        requests: counts({ completed: 1000, ended: 0, failed: 1000 }),
        response: responses([300, 1000]),
      }).lossRatio,
    ).toBe(1)
  })

  test.each<[string, Partial<TrialRun>]>([
    ['requests went out late', { generator: lateGenerator }],
    ['the threads were busy', { generator: { ...lateGenerator, latenessP99Ms: 1, cpuShare: 0.97 } }],
    [
      'the run was bound by them',
      { verdict: { verdict: 'GENERATOR_BOUND', figure: 'dropped while late', advice: null } },
    ],
  ])('that missed the goal proves nothing where %s', (_, run) => {
    expect(trialOf({ response: responses([10, 1900], [260, 100]) }, run).generatorBound).toBe(true)
  })

  test.each(['out-of-ports', 'out-of-file-descriptors'])(
    'that failed for want of what this machine lacks proves nothing: %s',
    (kind) => {
      const failed = {
        requests: counts({ completed: 1900, failed: 100 }),
        response: responses([10, 1900]),
      }
      expect(trialOf({ ...failed, errors: { refused: 100 } }).generatorBound).toBe(false)
      expect(trialOf({ ...failed, errors: { [kind]: 100 } }).generatorBound).toBe(true)
    },
  )

  test('that met the goal although requests went out late has proved it', () => {
    expect(trialOf({}, { generator: lateGenerator })).toMatchObject({ lossRatio: 0, generatorBound: false })
  })

  test('that was slower than any lateness explains has proved it', () => {
    const slower = (ms: number) =>
      trialOf({ response: responses([10, 1900], [ms, 100]) }, { generator: lateGenerator }).generatorBound
    expect([slower(399), slower(402)]).toEqual([true, false])
  })

  test('in which nothing was due says nothing', () => {
    const nothing = trialOf({
      requests: counts({ due: 0, completed: 0, ended: 0 }),
      response: responses(),
    })
    expect(nothing).toMatchObject({ generatorBound: true, lossRatio: 0, p99Ms: null, concurrency: null })
  })

  test('for which the target could not be reached is lost', () => {
    expect(unusableTrial(wanted, 'refused')).toMatchObject({
      rate: 1000,
      durationMs: 2000,
      lossRatio: 1,
      failureRatio: 1,
      unusable: 'refused',
      generatorBound: false,
      errors: {},
    })
  })

  test('for which this machine had no port says nothing of the target', () => {
    expect(unusableTrial(wanted, 'no port', 'out-of-ports')).toMatchObject({
      lossRatio: 1,
      generatorBound: true,
      errors: { 'out-of-ports': 1 },
    })
  })
})

describe('the lateness that a trial may have', () => {
  test.each([
    [250, 20],
    [50, 10],
    [2, 1],
  ])('goes with a service level of %d ms: %d ms', (p99Ms, allowedMs) => {
    expect(largestLatenessMs({ p99Ms, failureRatio: 0 })).toBe(allowedMs)
  })
})
