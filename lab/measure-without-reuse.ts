import { batchedDueMs } from '../models/arrivals/batched.ts'
import type { WithoutReuse } from '../models/artifacts/sweep.ts'
import { type Measurement, storeMeasurement } from '../models/measurement/measurement.ts'
import { UNLIMITED } from '../models/pool/settings.ts'
import { measuredLine } from './live/measured-line.ts'
import { runStretch } from './run-stretch.ts'
import type { StageContext } from './stages/stage.ts'

/** Well under what a core can shake hands for: near that, a little more of a handshake looks like much more. */
const MOST_DIALS_PER_SECOND = 100
/** Longer than a step: few requests do not tell 0.5 ms of a handshake from 1 ms. */
const OVER_STEP = 2

/**
 * What a handshake costs others shows only where there are many at once: no connection is kept, and requests come in
 * batches, each of which opens as many connections. What else runs on the machine can only make that slower, and
 * handshakes that wait for a core wait for one another: the same traffic is sent as often as the plan says, and the
 * fastest counts.
 *
 * @param meanRate of the schedule, per second
 */
export async function measureWithoutReuse(context: StageContext, meanRate: number): Promise<WithoutReuse> {
  const { stepMs, warmupMs, attemptsWithoutReuse: attempts } = context.plan.sweep
  const durationMs = OVER_STEP * stepMs
  const rate = Math.min(2 * meanRate, MOST_DIALS_PER_SECOND)
  const dueMs = batchedDueMs({ rate, durationMs }, context.seed + 999)
  const measurements: Measurement[] = []
  while (measurements.length < attempts) {
    const attempt = `${rate.toFixed(0)}/s without reuse, ${measurements.length + 1} of ${attempts}`
    const result = await runStretch(context, {
      dueMs,
      durationMs,
      warmupMs,
      settings: { ...UNLIMITED, maxIdlePerHost: 0 },
      configuration: 'today',
      primed: [],
      firstIndex: 50_000_000,
      onProgress: (_line, load) => context.progress.show({ what: attempt, load }),
    })
    context.progress.say(measuredLine(`sweep: ${attempt}`, result), 'detail')
    measurements.push(result.measurement)
  }
  const measurement = measurements.reduce((best, each) => (isBetter(each, best) ? each : best))
  return { dueMs: [...dueMs], durationMs, warmupMs, measurement: storeMeasurement(measurement) }
}

/** Fewer failures, which take slow requests away, or as many and faster. */
function isBetter(one: Measurement, other: Measurement): boolean {
  const fewer = other.requests.failed - one.requests.failed
  return fewer === 0 ? one.response.meanMs < other.response.meanMs : fewer > 0
}
