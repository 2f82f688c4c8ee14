import { type TargetSample, UNKNOWN_SAMPLE } from '../../models/measurement/target-sample.ts'
import type { TargetTelemetry } from './target-telemetry.ts'

const PERIOD_MS = 200
const MOST_TRIES = 3
const ACCEPT_PERIOD_MS = 25
const ACCEPT_TRIES = 10

/** Reads a target's figures again and again; load goes on where that fails. */
export class TargetSampler {
  readonly samples: TargetSample[] = []
  readonly #telemetry: TargetTelemetry | null
  #timer: NodeJS.Timeout | null = null
  #latest: Promise<void> = Promise.resolve()

  /** @param telemetry `null` when the target says nothing about itself */
  constructor(telemetry: TargetTelemetry | null) {
    this.#telemetry = telemetry
  }

  start(): void {
    if (this.#telemetry !== null)
      this.#timer = setInterval(() => void this.#inTurn(() => this.#between()), PERIOD_MS)
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  /**
   * A sample from before or after a stretch: what is counted rests on it. A target that is busy is asked up to three
   * times; where it does not answer, nothing is known of that moment, and what it would have been needed for is not
   * available.
   */
  sample(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#telemetry === null) return
      let sample: TargetSample | null = null
      for (let tries = 0; sample === null && tries < MOST_TRIES; tries++) sample = await read(this.#telemetry)
      this.samples.push(sample ?? { ...UNKNOWN_SAMPLE, atEpochMs: Date.now() })
    })
  }

  /**
   * The sample from after a stretch. A connection that was opened last of all may still be on its way through a relay
   * to the server when the load has ended: the target is asked again, for up to a quarter of a second, until it has
   * accepted as many as were opened to it.
   *
   * @param opened connections since the sample from before the stretch
   */
  async sampleOnceAccepted(opened: number): Promise<void> {
    await this.sample()
    for (let tries = 0; tries < ACCEPT_TRIES && this.#accepted() < opened; tries++) {
      await new Promise((resolve) => setTimeout(resolve, ACCEPT_PERIOD_MS))
      this.samples.pop()
      await this.sample()
    }
  }

  /** Since the first sample; as many as you like where the target does not say. */
  #accepted(): number {
    const first = this.samples[0]?.acceptedConnections ?? null
    const last = this.samples.at(-1)?.acceptedConnections ?? null
    return first === null || last === null ? Infinity : last - first
  }

  async #between(): Promise<void> {
    const sample = this.#telemetry === null ? null : await read(this.#telemetry)
    if (sample !== null) this.samples.push(sample)
  }

  /** Samples are taken one after the other, so that they stay in order. */
  #inTurn(take: () => Promise<void>): Promise<void> {
    this.#latest = this.#latest.then(take)
    return this.#latest
  }
}

async function read(telemetry: TargetTelemetry): Promise<TargetSample | null> {
  try {
    return await telemetry.sample()
  } catch {
    return null
  }
}
