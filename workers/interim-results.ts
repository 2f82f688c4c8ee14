import type { MessagePort } from 'node:worker_threads'
import { type Measurement, packMeasurement } from '../models/measurement/measurement.ts'
import type { LoadReport } from './messages.ts'

/** Tells now and then what a load thread has measured so far. */
export class InterimResults {
  readonly #port: MessagePort
  readonly #everyMs: number
  readonly #soFar: () => Measurement
  #timer: NodeJS.Timeout | null = null

  /** @param soFar without its series, which would take ever longer */
  constructor(port: MessagePort, everyMs: number, soFar: () => Measurement) {
    this.#port = port
    this.#everyMs = everyMs
    this.#soFar = soFar
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#tell(), this.#everyMs)
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  #tell(): void {
    const { packed, transfer } = packMeasurement(this.#soFar())
    this.#port.postMessage({ kind: 'interim', measurement: packed } satisfies LoadReport, transfer)
  }
}
