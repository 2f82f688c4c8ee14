import type * as fc from 'fast-check'
import type { PoolModel } from './pool-model.ts'
import type { RecordedMachine } from './recorded-machine.ts'

/** One of the dials under way fails. */
export class DialFailedCommand implements fc.Command<PoolModel, RecordedMachine> {
  readonly #pick: number

  constructor(pick: number) {
    this.#pick = pick
  }

  check({ naive }: Readonly<PoolModel>): boolean {
    return naive.in('dialing').length > 0
  }

  run(model: PoolModel, real: RecordedMachine): void {
    const { naive, nowMs } = model
    const dialing = naive.in('dialing')
    const connection = dialing[this.#pick % dialing.length]!
    const number = real.numberOf(connection.connection)
    real.ledger.dialFailed(connection.connection)
    real.check(model, naive.dialFailed(connection, nowMs), (machine) => machine.dialFailed(number, nowMs))
  }

  toString(): string {
    return `dialFailed(${this.#pick})`
  }
}
