import type { TargetSample } from '../../models/measurement/target-sample.ts'
import { UNKNOWN_SAMPLE } from '../../models/measurement/target-sample.ts'
import { describeTargetStretch } from '../../models/measurement/target-stretch.ts'
import type { TargetTelemetry } from '../telemetry/target-telemetry.ts'
import type { TargetMinute } from './send-schedule.ts'

/** Pauses and delays are told of the last second, so that none is missed. */
const PERIOD_MS = 1000
/** Of one minute; a longer one keeps the first and the last. */
const MOST_SAMPLES = 120

/**
 * Reads a target's figures once a second for as long as a run lasts, and describes them minute by minute: one minute's last
 * sample is the next one's first, so that what the target counts is in one of them. A target that does not answer, or
 * began to count anew, is not known for that minute. Holds one minute's samples.
 */
export class TargetWatch {
  readonly #telemetry: TargetTelemetry | null
  #samples: TargetSample[] = []
  #timer: NodeJS.Timeout | null = null
  #latest: Promise<void> = Promise.resolve()
  #waiting = 0

  /** @param telemetry `null` when the target says nothing about itself */
  constructor(telemetry: TargetTelemetry | null) {
    this.#telemetry = telemetry
  }

  async start(): Promise<void> {
    if (this.#telemetry === null) return
    await this.#inTurn(() => this.#sample(true))
    this.#timer = setInterval(() => this.#sampleUnlessBusy(), PERIOD_MS)
  }

  /** What it did since this was last called, or since the start. */
  async minute(): Promise<TargetMinute> {
    if (this.#telemetry === null) return { target: describeTargetStretch([]), targetRestarts: 0 }
    await this.#inTurn(() => this.#sample(true))
    const samples = this.#samples
    this.#samples = samples.slice(-1)
    return describeSamples(samples)
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  /** A target that takes long to answer is not asked again meanwhile. */
  #sampleUnlessBusy(): void {
    if (this.#waiting === 0) void this.#inTurn(() => this.#sample(false))
  }

  async #sample(isNeeded: boolean): Promise<void> {
    const sample = await this.#telemetry?.sample().catch(() => null)
    if (sample != null) {
      if (this.#samples.length >= MOST_SAMPLES) this.#samples.pop()
      this.#samples.push(sample)
    } else if (isNeeded) this.#samples.push({ ...UNKNOWN_SAMPLE, atEpochMs: Date.now() })
  }

  /** Samples are taken one after the other, so that they stay in order. */
  #inTurn(take: () => Promise<void>): Promise<void> {
    this.#waiting++
    this.#latest = this.#latest.then(take).finally(() => this.#waiting--)
    return this.#latest
  }
}

/** @param samples in order of time; the first from before the minute, the last from its end */
export function describeSamples(samples: readonly TargetSample[]): TargetMinute {
  const targetRestarts = samples.filter((sample, i) => i > 0 && hasRestarted(samples[i - 1], sample)).length
  const target = describeTargetStretch(samples)
  if (targetRestarts === 0) return { target, targetRestarts }
  // What it had counted before is lost.
  const unknown = { gcPauses: null, gcTotalMs: null, allocatedBytes: null, cpuSeconds: null }
  return {
    target: { ...target, ...unknown, acceptedConnections: null, requestsReceived: null, counters: null },
    targetRestarts,
  }
}

/** What only grows has become smaller. */
function hasRestarted(before: TargetSample | undefined, after: TargetSample): boolean {
  if (before === undefined) return false
  const counts = (sample: TargetSample) => [
    sample.cpuSeconds,
    sample.requestsReceived,
    sample.acceptedConnections,
    sample.gc?.count ?? null,
  ]
  const earlier = counts(before)
  return counts(after).some((count, i) => {
    const known = earlier[i] ?? null
    return count !== null && known !== null && count < known
  })
}
