import type { TargetSample } from '../../models/measurement/target-sample.ts'
import type { TargetTelemetry } from './target-telemetry.ts'

const PERIOD_MS = 200

/** Reads a target's figures again and again. A sample that cannot be had is left out: load goes on without it. */
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
    if (this.#telemetry !== null) this.#timer = setInterval(() => void this.sample(), PERIOD_MS)
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  /** Samples are taken one after the other, so that they stay in order. */
  sample(): Promise<void> {
    this.#latest = this.#latest.then(() => this.#take())
    return this.#latest
  }

  async #take(): Promise<void> {
    if (this.#telemetry === null) return
    try {
      this.samples.push(await this.#telemetry.sample())
    } catch {
      // The figures that rest on this sample are then shown as not available.
    }
  }
}
