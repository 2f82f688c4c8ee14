import type * as fc from 'fast-check'
import type { Returned } from '../pool-effects.ts'
import type { PoolModel } from './pool-model.ts'
import type { RecordedMachine } from './recorded-machine.ts'

/** A response ends, and its connection comes back. */
export class ReleaseCommand implements fc.Command<PoolModel, RecordedMachine> {
  readonly #pick: number
  readonly #returned: Returned

  constructor(pick: number, returned: Returned) {
    this.#pick = pick
    this.#returned = returned
  }

  check({ naive }: Readonly<PoolModel>): boolean {
    return naive.in('busy').length > 0
  }

  run(model: PoolModel, real: RecordedMachine): void {
    const { naive, nowMs, carries } = model
    const busy = naive.in('busy')
    const connection = busy[this.#pick % busy.length]!
    const number = real.numberOf(connection.connection)
    const request = carries.get(connection.connection) as number
    carries.delete(connection.connection)
    real.ledger.returned(connection.connection, nowMs)
    const returned = this.#returned
    real.check(model, naive.release(connection, returned, nowMs), (machine) =>
      machine.release(number, returned, nowMs),
    )
    model.freeNumber(request)
  }

  toString(): string {
    return `release(${this.#pick}, ${JSON.stringify(this.#returned)})`
  }
}
