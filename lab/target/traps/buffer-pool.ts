import type { CreateTrap, TrapContext } from './trap.ts'

interface LentBuffer {
  readonly bytes: Buffer
  readonly borrower: string
  readonly lentMs: number
}

const TYPICAL_BYTES = 4000

const freeBuffers: Buffer[] = []
const lentBuffers = new Set<LentBuffer>()

async function lendBuffer(
  borrower: string,
  { readSize }: Pick<TrapContext, 'readSize'>,
): Promise<LentBuffer> {
  const byteLength = await readSize(TYPICAL_BYTES)
  let bytes = freeBuffers.pop()
  if (bytes === undefined || bytes.length < byteLength) bytes = Buffer.alloc(byteLength)
  const lent = { bytes, borrower: `request ${borrower}`, lentMs: performance.now() }
  lentBuffers.add(lent) // leaks: the borrower has to give it back, and does not
  return lent
}

function giveBack(lent: LentBuffer): void {
  lentBuffers.delete(lent)
  freeBuffers.push(lent.bytes)
}

/** Buffers of a pool are lent and not given back: what leaks is outside of the heap. */
export const createBufferPool: CreateTrap = (context) => {
  return async ({ id: requestId, params }) => {
    const lent = await lendBuffer(requestId, context)
    const written = lent.bytes.write(`receipt of order ${params.id}`)
    if (context.fixed) giveBack(lent)
    return { id: params.id, receiptBytes: written }
  }
}
