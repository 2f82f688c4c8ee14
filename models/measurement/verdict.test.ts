import { describe, expect, it } from 'vitest'
import { exponential } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import type { GeneratorHealth } from './generator-health.ts'
import { steadyMeasurement } from './measurement.fixture.ts'
import type { Measurement, RequestCounts } from './measurement.ts'
import { TimeSeriesRecorder } from './time-series.ts'
import { judgeRun, type RunEvidence } from './verdict.ts'

const healthy: GeneratorHealth = {
  driftP99Ms: 1,
  driftMaxMs: 2,
  latenessP99Ms: 0.8,
  cpuShare: 0.5,
  dropped: 0,
}

/** A second with 1000 requests due. */
function measured(counts: Partial<RequestCounts>, errors: Record<string, number> = {}): Measurement {
  const all = { due: 1000, completed: 1000, ended: 1000, failed: 0, dropped: 0, retried: 0 }
  return { ...steadyMeasurement({ responseMs: 5 }), requests: { ...all, ...counts }, errors }
}

function judge(change: Partial<RunEvidence>, health: Partial<GeneratorHealth> = {}) {
  const generator = { ...healthy, ...health }
  return judgeRun({ measurement: measured({}), generator, offeredRate: 1000, ...change })
}

describe('a generator that does not keep up', () => {
  it('is told by how late requests go out', () => {
    expect(judge({}, { latenessP99Ms: 34.2 })).toEqual({
      verdict: 'GENERATOR_BOUND',
      figure: 'requests went out up to 34.2 ms late (P99), allowed 20 ms',
      advice: 'close what else runs here, use more load threads where cores are free, or lower the rate',
    })
    expect(judge({}, { latenessP99Ms: 20 }).verdict).toBe('VALID')
  })

  it('is told by requests dropped while its timers were late or its cores were used up', () => {
    const measurement = measured({ completed: 600, ended: 600, dropped: 400 })
    expect(judge({ measurement }, { driftP99Ms: 45 }).figure).toBe(
      '400 of 1000 requests were dropped while timers fired up to 45.0 ms late (P99)',
    )
    const busy = judge({ measurement }, { cpuShare: 0.97 })
    expect(busy.figure).toBe(
      '400 of 1000 requests were dropped while the load threads used 97 % of their cores',
    )
    expect(busy.verdict).toBe('GENERATOR_BOUND')
  })

  it('is told by a rate that it did not achieve with no CPU time left', () => {
    const measurement = measured({ completed: 1000, ended: 800 })
    expect(judge({ measurement }, { cpuShare: 0.95 })).toMatchObject({
      verdict: 'GENERATOR_BOUND',
      figure: '800/s of 1000/s offered were achieved while the load threads used 95 % of their cores',
    })
    expect(judge({ measurement }, { cpuShare: 0.94 }).verdict).toBe('VALID')
    expect(judge({ measurement }, { cpuShare: null }).verdict).toBe('VALID')
  })

  it('leaves three standard deviations of a Poisson count to chance', () => {
    const within = measured({ ended: 876 })
    const below = measured({ ended: 875 })
    expect(judge({ measurement: within }, { cpuShare: 1 }).verdict).toBe('VALID')
    expect(judge({ measurement: below }, { cpuShare: 1 }).verdict).toBe('GENERATOR_BOUND')
  })

  it('comes before the errors that it causes', () => {
    const measurement = measured({ completed: 0, ended: 0, failed: 1000 })
    expect(judge({ measurement }, { latenessP99Ms: 500 }).verdict).toBe('GENERATOR_BOUND')
  })
})

describe('a target that fails', () => {
  it('is told by its errors, the most frequent first', () => {
    const errors = { 'status-500': 3, ECONNRESET: 30, timeout: 12, 'check: no id': 1 }
    const measurement = measured({ completed: 954, ended: 954, failed: 46 }, errors)
    expect(judge({ measurement })).toEqual({
      verdict: 'TARGET_ERRORS',
      figure:
        '4.60 % of 1000 requests failed, allowed 1.00 %: 46 failed (30 × ECONNRESET, 12 × timeout, 3 × status-500, 1 more kind)',
      advice: "look at the target's log for these errors, or lower the rate until they end",
    })
    expect(judge({ measurement, goalFailureShare: 0.05 }).verdict).toBe('VALID')
  })

  it('may fail as often as the goal allows', () => {
    expect(judge({ measurement: measured({ completed: 990, failed: 10 }) }).verdict).toBe('VALID')
    expect(judge({ measurement: measured({ completed: 989, failed: 11 }) }).verdict).toBe('TARGET_ERRORS')
  })

  it('is told by what was dropped because it did not answer', () => {
    const measurement = measured({ completed: 600, ended: 600, dropped: 400 })
    const { figure, advice } = judge({ measurement, inFlightLimit: 4096 })
    expect(figure).toBe(
      '40 % of 1000 requests failed, allowed 1.00 %: 400 dropped because as many as may be, 4096, were unanswered',
    )
    expect(advice).toBe('the target did not answer in time: lower the rate, or give it more capacity')
    expect(judge({ measurement }).figure).toContain('because too many were unanswered')
  })

  it('is not VALID when nothing was answered, whatever the goal', () => {
    const none = { completed: 0, ended: 0 }
    expect(judge({ measurement: measured({ ...none, failed: 1000 }), goalFailureShare: 1 }).verdict).toBe(
      'TARGET_ERRORS',
    )
    expect(judge({ measurement: measured(none) }).figure).toBe('none of 1000 requests was answered')
  })
})

describe('a stretch in which something drifts', () => {
  /** One server, exponential service times of 10 ms, Poisson arrivals for 30 s. */
  function queue(ratePerSecond: number, seed: number): Measurement {
    const stream = new RandomStream(seed, 'queue')
    const series = new TimeSeriesRecorder({ fromMs: 0, everyMs: 1000, quantiles: false })
    let dueMs = 0
    let freeMs = 0
    let due = 0
    let ended = 0
    for (;;) {
      dueMs += exponential(stream, 1000 / ratePerSecond)
      if (dueMs >= 30_000) break
      freeMs = Math.max(freeMs, dueMs) + exponential(stream, 10)
      due++
      if (freeMs < 30_000) ended++
      series.due(dueMs)
      series.completed(freeMs, freeMs - dueMs)
    }
    const counts = { due, completed: due, ended }
    return { ...measured(counts), measuredMs: 30_000, series: series.series() }
  }

  it('is UNSTABLE when the rate is above the capacity of the target', () => {
    const verdicts = Array.from({ length: 100 }, (_, seed) =>
      judge({ measurement: queue(150, seed), offeredRate: 150 }),
    )
    expect(verdicts.filter(({ verdict }) => verdict !== 'UNSTABLE')).toEqual([])
    expect(verdicts[0]?.figure).toMatch(
      /^the response time rose from \d+\.\d ms to \d+\.\d ms from the first/,
    )
    expect(verdicts[0]?.advice).toContain('lower the rate')
  })

  it('is not held against a user who changed the pace', () => {
    const evidence = { measurement: queue(150, 1), offeredRate: 150 }
    expect(judge({ ...evidence, paceChanged: true })).toEqual({
      verdict: 'VALID',
      figure:
        'requests went out at most 0.8 ms late (P99); the pace was changed, so that drift was not looked for',
      advice: null,
    })
    expect(judge({ ...evidence, paceChanged: false }).verdict).toBe('UNSTABLE')
    const closed = judge({ measurement: measured({}), offeredRate: null, paceChanged: true })
    expect(closed.figure).toBe(
      '0.00 % of 1000 requests failed; the pace was changed, so that drift was not looked for',
    )
  })

  it('is VALID when it is at half of it, but for less than 2 %', () => {
    const verdicts = Array.from({ length: 300 }, (_, seed) =>
      judge({ measurement: queue(50, seed), offeredRate: 50 }),
    )
    expect(verdicts.filter(({ verdict }) => verdict !== 'VALID').length).toBeLessThan(6)
  })

  it('is UNSTABLE when nothing was due', () => {
    const measurement = measured({ due: 0, completed: 0, ended: 0 })
    expect(judge({ measurement })).toMatchObject({
      verdict: 'UNSTABLE',
      figure: 'no request was due in the measured stretch',
    })
  })
})

describe('a stretch that was interrupted', () => {
  function interrupted(counts: Partial<RequestCounts>, sent: number, measuredMs = 1234): RunEvidence {
    const measurement = { ...measured(counts), measuredMs, warmup: { ms: 1000, requests: 40 } }
    const whole = { ...measurement.whole, sent }
    return {
      measurement: { ...measurement, whole },
      generator: healthy,
      offeredRate: 1000,
      interrupted: true,
    }
  }

  it('says what is left out', () => {
    const { verdict, figure } = judgeRun(interrupted({ completed: 990, failed: 10, retried: 2 }, 1072))
    expect([verdict, figure]).toEqual([
      'VALID',
      'requests went out at most 0.8 ms late (P99); stopped after 1.2 s: what was under way, at least 30 requests, is left out',
    ])
    expect(judgeRun(interrupted({}, 1040)).figure).toMatch(
      /; stopped after 1\.2 s: what was under way is left out$/,
    )
  })

  it('does not say that nothing was due when nothing had been answered', () => {
    const nothing = { due: 0, completed: 0, ended: 0 }
    expect(judgeRun(interrupted(nothing, 41))).toEqual({
      verdict: 'UNSTABLE',
      figure: 'stopped after 1.2 s: what was under way, at least 1 request, is left out',
      advice: 'let it run for longer',
    })
    expect(judgeRun(interrupted(nothing, 40, 0)).figure).toBe(
      'stopped before the measured stretch: what was under way is left out',
    )
  })
})

describe('a stretch that can be trusted', () => {
  it('says how late requests went out', () => {
    expect(judge({})).toEqual({
      verdict: 'VALID',
      figure: 'requests went out at most 0.8 ms late (P99)',
      advice: null,
    })
  })

  it('of a closed model says what failed, and whether the load threads were the limit', () => {
    const closed = { offeredRate: null, measurement: measured({ completed: 998, failed: 2 }) }
    expect(judge(closed)).toEqual({
      verdict: 'VALID',
      figure: '0.20 % of 1000 requests failed',
      advice: null,
    })
    expect(judge(closed, { cpuShare: 0.99 })).toMatchObject({
      figure: '0.20 % of 1000 requests failed; the load threads used 99 % of their cores',
      advice: 'the target may be able to do more than this: use more load threads where cores are free',
    })
  })

  it('needs none of the figures that earlier versions did not have', () => {
    const { driftP99Ms, driftMaxMs, latenessP99Ms } = healthy
    const generator = { driftP99Ms, driftMaxMs, latenessP99Ms }
    expect(judgeRun({ measurement: measured({}), generator, offeredRate: 1000 }).verdict).toBe('VALID')
  })
})
