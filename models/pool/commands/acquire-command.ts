import type * as fc from 'fast-check'
import type { PoolModel } from './pool-model.ts'
import type { RecordedMachine } from './recorded-machine.ts'

/** A request asks for a connection. */
export class AcquireCommand implements fc.Command<PoolModel, RecordedMachine> {
  check(): boolean {
    return true
  }

  run(model: PoolModel, real: RecordedMachine): void {
    acquire(model, real, model.takeNumber())
  }

  toString(): string {
    return 'acquire'
  }
}

export function acquire(model: PoolModel, real: RecordedMachine, request: number): void {
  const { nowMs } = model
  real.ledger.asks(request)
  real.check(model, model.naive.acquire(request, nowMs), (machine) => machine.acquire(request, nowMs))
}
