import type * as fc from 'fast-check'
import type { PoolModel } from './pool-model.ts'
import type { RecordedMachine } from './recorded-machine.ts'

/** One of the dials under way succeeds. */
export class DialedCommand implements fc.Command<PoolModel, RecordedMachine> {
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
    real.ledger.dialed(connection.connection, nowMs)
    real.check(model, naive.dialDone(connection, nowMs), (machine) => machine.dialed(number, nowMs))
  }

  toString(): string {
    return `dialed(${this.#pick})`
  }
}
