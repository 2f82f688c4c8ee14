import type * as fc from 'fast-check'
import { acquire } from './acquire-command.ts'
import type { PoolModel } from './pool-model.ts'
import type { RecordedMachine } from './recorded-machine.ts'

/** A connection breaks, busy or idle. A request that it carried may be sent again, under the same number. */
export class LostCommand implements fc.Command<PoolModel, RecordedMachine> {
  readonly #pick: number
  readonly #reason: 'peer-closed' | 'failed'
  readonly #retry: boolean

  constructor(pick: number, reason: 'peer-closed' | 'failed', retry: boolean) {
    this.#pick = pick
    this.#reason = reason
    this.#retry = retry
  }

  check({ naive }: Readonly<PoolModel>): boolean {
    return naive.in('busy').length + naive.in('idle').length > 0
  }

  run(model: PoolModel, real: RecordedMachine): void {
    const { naive, nowMs, carries } = model
    const open = [...naive.in('busy'), ...naive.in('idle')]
    const connection = open[this.#pick % open.length]!
    const number = real.numberOf(connection.connection)
    const request = carries.get(connection.connection)
    const reason = this.#reason
    real.check(model, naive.lost(connection, reason, nowMs), (machine) => machine.lost(number, reason, nowMs))
    if (request === undefined) return
    if (this.#retry) acquire(model, real, request)
    else model.freeNumber(request)
  }

  toString(): string {
    return `lost(${this.#pick}, ${this.#reason}${this.#retry ? ', retry' : ''})`
  }
}
