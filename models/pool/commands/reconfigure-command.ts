import type * as fc from 'fast-check'
import type { PoolSettings } from '../settings.ts'
import type { PoolModel } from './pool-model.ts'
import type { RecordedMachine } from './recorded-machine.ts'

/** Some or all settings change while the pool runs. */
export class ReconfigureCommand implements fc.Command<PoolModel, RecordedMachine> {
  readonly #change: Partial<PoolSettings>

  constructor(change: Partial<PoolSettings>) {
    this.#change = change
  }

  check(): boolean {
    return true
  }

  run(model: PoolModel, real: RecordedMachine): void {
    const { naive, nowMs } = model
    const settings = { ...model.settings, ...this.#change }
    model.settings = settings
    real.check(model, naive.reconfigure(settings, nowMs), (machine) => machine.reconfigure(settings, nowMs))
  }

  toString(): string {
    return `reconfigure(${JSON.stringify(this.#change)})`
  }
}
