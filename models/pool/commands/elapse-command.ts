import type * as fc from 'fast-check'
import type { PoolModel } from './pool-model.ts'
import type { RecordedMachine } from './recorded-machine.ts'

/** Time goes by; the pool is told, or finds out when it is next asked for something. */
export class ElapseCommand implements fc.Command<PoolModel, RecordedMachine> {
  readonly #durationMs: number
  readonly #tell: boolean

  constructor(durationMs: number, tell: boolean) {
    this.#durationMs = durationMs
    this.#tell = tell
  }

  check(): boolean {
    return true
  }

  run(model: PoolModel, real: RecordedMachine): void {
    model.nowMs += this.#durationMs
    const { naive, nowMs } = model
    if (this.#tell) real.check(model, naive.advance(nowMs), (machine) => machine.advance(nowMs))
  }

  toString(): string {
    return `${this.#tell ? 'advance' : 'elapse'}(${this.#durationMs})`
  }
}
