import type { CreateTrap } from './trap.ts'

interface Event {
  readonly orderId: string
  readonly atMs: number
  readonly changes: ReadonlyArray<{ readonly field: string; readonly value: number }>
}

const TYPICAL_CHANGES = 12
/** While a batch fills, memory grows; it falls so often in the requests that it takes to settle. */
const BATCHES_TO_SETTLE = 4

/** To be written at once when there are enough. */
let batch: Event[] = []

function record(orderId: string, changeCount: number): void {
  const changes: Array<{ field: string; value: number }> = []
  for (let i = 0; i < changeCount; i++) changes.push({ field: `field-${i}-of-${orderId}`, value: i / 4 })
  batch.push({ orderId, atMs: performance.now(), changes })
}

/** What requests leave is collected, and let go of all at once. */
export const createPeriodicBatch: CreateTrap = ({ settleRequests, readSize }) => {
  const most = Math.ceil(settleRequests / BATCHES_TO_SETTLE)
  let written = 0
  return async ({ params }) => {
    record(params.id, await readSize(TYPICAL_CHANGES))
    if (batch.length >= most) {
      written += batch.length
      batch = []
    }
    return { id: params.id, written }
  }
}
