import type * as fc from 'fast-check'
import type { PoolModel } from './pool-model.ts'
import type { RecordedMachine } from './recorded-machine.ts'

/** All idle connections are closed. */
export class CloseIdleCommand implements fc.Command<PoolModel, RecordedMachine> {
  check(): boolean {
    return true
  }

  run(model: PoolModel, real: RecordedMachine): void {
    const { naive, nowMs } = model
    real.check(model, naive.closeIdle(nowMs), (machine) => machine.closeIdle(nowMs))
  }

  toString(): string {
    return 'closeIdle'
  }
}
