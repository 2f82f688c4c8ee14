import { randomFillSync } from 'node:crypto'

const TRACE_ID_BYTES = 16
const SPAN_ID_BYTES = 8

/** A call for each id would cost more than the ids. */
const random = Buffer.alloc(4096)
let used = random.length

/** 32 random hexadecimal digits, not all 0. */
export function newTraceId(): string {
  return newId(TRACE_ID_BYTES)
}

/** 16 random hexadecimal digits, not all 0. */
export function newSpanId(): string {
  return newId(SPAN_ID_BYTES)
}

function newId(bytes: number): string {
  for (;;) {
    if (used + bytes > random.length) {
      randomFillSync(random)
      used = 0
    }
    const id = random.toString('hex', used, used + bytes)
    used += bytes
    if (/[^0]/.test(id)) return id
  }
}
