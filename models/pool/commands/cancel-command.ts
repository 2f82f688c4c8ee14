import type * as fc from 'fast-check'
import type { PoolModel } from './pool-model.ts'
import type { RecordedMachine } from './recorded-machine.ts'

/** A request without a connection is given up. */
export class CancelCommand implements fc.Command<PoolModel, RecordedMachine> {
  readonly #pick: number

  constructor(pick: number) {
    this.#pick = pick
  }

  check({ naive }: Readonly<PoolModel>): boolean {
    return naive.unanswered.length > 0
  }

  run(model: PoolModel, real: RecordedMachine): void {
    const { naive, nowMs } = model
    const { unanswered } = naive
    const request = unanswered[this.#pick % unanswered.length]!
    const expected = naive.cancel(request, nowMs)
    real.check(model, expected, (machine) => machine.cancel(request, nowMs))
    if (!real.ledger.unanswered.includes(request)) return
    real.ledger.cancelled(request)
    model.freeNumber(request)
  }

  toString(): string {
    return `cancel(${this.#pick})`
  }
}
