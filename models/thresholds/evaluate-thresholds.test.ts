import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from '../measurement/latency-histogram.ts'
import { steadyMeasurement } from '../measurement/measurement.fixture.ts'
import type { Measurement } from '../measurement/measurement.ts'
import { RequestSeriesRecorder } from '../measurement/request-series.ts'
import { describeResult } from './describe-result.ts'
import { evaluateThresholds, findAbort } from './evaluate-thresholds.ts'
import { thresholdOf } from './threshold.fixture.ts'

function durations(...valuesMs: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram()
  for (const valueMs of valuesMs) histogram.record(valueMs)
  return histogram
}

function byRequest(...seen: readonly (readonly [name: string, status: number | null, ms: number])[]) {
  const recorder = new RequestSeriesRecorder()
  for (const [name, status, ms] of seen) recorder.record(name, status, ms, ms / 2)
  return recorder.series()
}

/** 10 µs to 1 ms, which the histogram keeps exactly, in two seconds; 4 requests failed and 1 was dropped. */
const measured: Measurement = {
  ...steadyMeasurement({ responseMs: 1, dialed: 3 }),
  measuredMs: 2000,
  requests: { due: 105, completed: 100, ended: 104, failed: 4, dropped: 1, retried: 0 },
  response: durations(...Array.from({ length: 100 }, (_none, i) => (i + 1) / 100)),
  service: durations(2, 4),
  poolWait: durations(1.5),
  byRequest: byRequest(
    ['orders', 200, 10],
    ['orders', 404, 30],
    ['orders', 503, 1000],
    ['orders', null, 2000],
    ['GET /', 200, 5],
  ),
}

const nothing: Measurement = {
  ...measured,
  requests: { due: 0, completed: 0, ended: 0, failed: 0, dropped: 0, retried: 0 },
  connections: { ...measured.connections, dialed: 0, reused: 0 },
  response: durations(),
  service: durations(),
  poolWait: durations(),
  byRequest: [],
}

function resultOf(key: string, expression: string, measurement = measured) {
  const [result] = evaluateThresholds([thresholdOf(key, expression)], measurement)
  return result
}

describe('evaluateThresholds', () => {
  it.each<[key: string, expression: string, passed: boolean, value: number, samples: number]>([
    ['responseTime', 'p(99)<2.5', true, 0.99, 100],
    ['responseTime', 'p(99)<0.99', false, 0.99, 100],
    ['responseTime', 'p(99)<=0.99', true, 0.99, 100],
    ['responseTime', 'p(100)==1', true, 1, 100],
    ['responseTime', 'p(0)!=0.01', false, 0.01, 100],
    ['responseTime', 'avg<0.5', false, 0.505, 100],
    ['responseTime', 'med>0.5', false, 0.5, 100],
    ['responseTime', 'min>=0.01', true, 0.01, 100],
    ['responseTime', 'max>1', false, 1, 100],
    ['responseTime', 'count===100', true, 100, 100],
    ['serviceTime', 'avg==3', true, 3, 2],
    ['poolWait', 'max<2', true, 1.5, 1],
    ['failed', 'rate<0.05', true, 5 / 105, 105],
    ['failed', 'rate<0.01', false, 5 / 105, 105],
    ['failed', 'count<5', false, 5, 105],
    ['requests', 'count>=104', true, 104, 105],
    ['requests', 'rate>52', false, 52, 105],
    ['dials', 'count<4', true, 3, 102],
    ['dials', 'rate<1.5', false, 1.5, 102],
    ['responseTime{name:orders}', 'max<31', true, 30, 2],
    ['serviceTime{name:orders}', 'avg<10', false, 10, 2],
    ['failed{name:orders}', 'rate<0.5', false, 0.5, 4],
    ['requests{name:orders}', 'count==3', true, 3, 4],
    ['requests{name:GET /}', 'rate>0.4', true, 0.5, 1],
  ])('%s %s: %s', (key, expression, passed, value, samples) => {
    expect(resultOf(key, expression)).toMatchObject({
      passed,
      value: expect.closeTo(value, 9),
      samples,
      aborted: false,
    })
  })

  it.each([
    ['responseTime', 'p(99)<250'],
    ['responseTime', 'count<1'],
    ['failed', 'rate<1'],
    ['failed', 'count==0'],
    ['requests', 'count<10'],
    ['dials', 'count<10'],
    ['responseTime{name:orders}', 'avg<1'],
    ['failed{name:orders}', 'rate<1'],
  ])('does not pass %s %s where there is nothing to look at', (key, expression) => {
    expect(resultOf(key, expression, nothing)).toMatchObject({ passed: false, value: null, samples: 0 })
  })

  it('knows requests by name only where they were told apart', () => {
    const untold = { ...measured, byRequest: null }
    expect(resultOf('failed{name:orders}', 'rate<1', untold)).toMatchObject({ passed: false, value: null })
  })

  it('passes dials of which there were none, where connections were kept', () => {
    const kept = { ...measured, connections: { ...measured.connections, dialed: 0, reused: 9 } }
    expect(resultOf('dials', 'count<1', kept)).toMatchObject({ passed: true, value: 0, samples: 9 })
  })

  it('does not pass the one that ended the run, whatever came after', () => {
    const one = thresholdOf('responseTime', 'p(99)<250')
    const other = thresholdOf('responseTime', 'p(99)<250')
    const results = evaluateThresholds([one, other], measured, { aborted: one })
    expect(results.map(({ passed, aborted }) => [passed, aborted])).toEqual([
      [false, true],
      [true, false],
    ])
  })
})

describe('findAbort', () => {
  const asking = { abortOnFail: true }
  const p99 = thresholdOf('responseTime', 'p(99)<0.5', asking)

  it('finds the first that is not met', () => {
    const met = thresholdOf('failed', 'rate<0.5', asking)
    const too = thresholdOf('responseTime', 'avg<0.1', asking)
    expect(findAbort([met, p99, too], measured)).toBe(p99)
    expect(findAbort([met], measured)).toBeNull()
  })

  it('leaves alone those that do not ask for it', () => {
    expect(findAbort([thresholdOf('responseTime', 'p(99)<0.5')], measured)).toBeNull()
  })

  it('waits for the delay, in time that was measured', () => {
    expect(findAbort([{ ...p99, delayMs: 2001 }], measured)).toBeNull()
    expect(findAbort([{ ...p99, delayMs: 2000 }], measured)).not.toBeNull()
  })

  it('does not end a run that has nothing to look at yet', () => {
    expect(findAbort([p99, thresholdOf('failed', 'rate<0.5', asking)], nothing)).toBeNull()
  })

  it.each<[key: string, expression: string, ends: boolean]>([
    ['requests', 'count>1000', false],
    ['requests', 'count==1000', false],
    ['requests', 'count==1', true],
    ['requests', 'count<104', true],
    ['requests', 'rate>100', true],
    ['responseTime', 'max>1000', false],
    ['responseTime', 'max<1', true],
    ['responseTime', 'min<0.005', false],
    ['responseTime', 'min>0.01', true],
    ['responseTime', 'min!=0.01', false],
  ])('%s %s, which is not met so far, ends the run: %s', (key, expression, ends) => {
    expect(findAbort([thresholdOf(key, expression, asking)], measured) !== null).toBe(ends)
  })
})

describe('findAbort of what is told late', () => {
  // 104 responses and 3 dials in 2 s, or in 1 s at the least.
  it.each<[key: string, expression: string, ends: boolean]>([
    ['requests', 'rate>103', false],
    ['requests', 'rate>104', true],
    ['requests', 'rate<52', true],
    ['requests', 'rate<53', false],
    ['requests', 'rate==60', false],
    ['requests', 'rate==105', true],
    ['requests', 'rate!=52', false],
    ['dials', 'rate<1', true],
    ['dials', 'rate>2', false],
    ['failed', 'rate<0.01', true],
  ])('%s %s ends the run: %s', (key, expression, ends) => {
    const threshold = thresholdOf(key, expression, { abortOnFail: true })
    expect(findAbort([threshold], measured, { lagMs: 1000 }) !== null).toBe(ends)
  })

  it('says nothing of rates that must be high before more than that was measured', () => {
    const thresholds = [thresholdOf('requests', 'rate>1e9', { abortOnFail: true })]
    expect(findAbort(thresholds, measured, { lagMs: 2000 })).toBeNull()
    expect(findAbort(thresholds, measured, { lagMs: 1999 })).not.toBeNull()
  })
})

describe('describeResult', () => {
  it.each([
    ['responseTime', 'p(99)<250', 'responseTime p(99)<250 was 0.99 ms over 100 requests'],
    ['poolWait', 'max<2', 'poolWait max<2 was 1.5 ms over 1 request'],
    ['failed', 'rate<0.01', 'failed rate<0.01 was 4.762 % over 105 requests'],
    ['requests{name:GET /}', 'rate>1', 'requests{name:GET /} rate>1 was 0.5/s over 1 request'],
    // 0.505 ms, of which four digits are enough; 5 / 105, which would else be shown as the limit.
    ['responseTime', 'avg<0.505', 'responseTime avg<0.505 was 0.505 ms over 100 requests'],
    ['failed', 'rate<0.04762', 'failed rate<0.04762 was 4.7619 % over 105 requests'],
    ['requests', 'count>1', 'requests count>1 was 104 over 105 requests'],
  ])('%s %s', (key, expression, said) => {
    const [result] = evaluateThresholds([thresholdOf(key, expression)], measured)
    expect(result && describeResult(result)).toBe(said)
  })

  it('says that there was nothing to look at', () => {
    const [result] = evaluateThresholds([thresholdOf('failed', 'rate<0.01')], nothing)
    expect(result && describeResult(result)).toBe('failed rate<0.01 had nothing to look at')
  })
})
