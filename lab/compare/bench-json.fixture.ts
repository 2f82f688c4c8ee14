import { TimeSeriesRecorder } from '../../models/measurement/time-series.ts'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { lognormal } from '../../models/random/distributions.ts'
import { RandomStream } from '../../models/random/random-stream.ts'
import { benchDocument } from '../bench/bench-document.ts'
import { measurementWith, resultWith } from '../bench/bench-result.fixture.ts'

const RATE = 200

/** What `bench --json` prints of so many seconds of 200 requests around a mean response time. */
export function benchJson(options: {
  readonly meanMs: number
  readonly seconds?: number
  readonly purpose?: string
}): Record<string, unknown> {
  const { meanMs, seconds = 16, purpose = 'main' } = options
  const random = new RandomStream(11, purpose)
  const recorder = new TimeSeriesRecorder({ fromMs: 0, everyMs: 1000, quantiles: true })
  const response = new LatencyHistogram()
  for (let i = 0; i < seconds * RATE; i++) {
    const atMs = (1000 * i) / RATE
    const responseMs = lognormal(random, meanMs, 0.4)
    recorder.due(atMs)
    recorder.completed(atMs, responseMs)
    response.record(responseMs)
  }
  const due = seconds * RATE
  const measurement = measurementWith({
    measuredMs: 1000 * seconds,
    requests: { due, completed: due, ended: due, failed: 0, dropped: 0, retried: 0 },
    response,
    series: recorder.series(),
  })
  return JSON.parse(JSON.stringify(benchDocument(resultWith({ measurement })))) as Record<string, unknown>
}
