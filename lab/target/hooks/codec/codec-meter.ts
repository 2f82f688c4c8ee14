import { countInProbe } from '../../../target-probe/counters.ts'

/**
 * Counts what happens to the bytes of bodies, for its owner and among the process's counters as `codec.copies`,
 * `codec.copiedBytes`, `codec.bytesIn`, `codec.bytesOut`, `codec.leased` and `codec.returned`.
 *
 * A copy is that bytes, which were there, are written once more to other memory: chunks into one buffer, bytes into
 * the string that JSON's parser takes, a string into a buffer, a buffer into a larger one. The first writing of a
 * value is none. Not seen, and not counted: what Node does between the socket and the chunks that it hands out, what it
 * does with a buffer that is given to the socket, and the string for each value that a parser makes.
 */
export class CodecMeter {
  copies = 0
  copiedBytes = 0
  bytesIn = 0
  bytesOut = 0
  /** Buffers taken from the pool. */
  leased = 0
  /** Buffers given back to it. */
  returned = 0

  copied(bytes: number): void {
    this.copies++
    this.copiedBytes += bytes
    countInProbe('codec.copies')
    countInProbe('codec.copiedBytes', bytes)
  }

  received(bytes: number): void {
    this.bytesIn += bytes
    countInProbe('codec.bytesIn', bytes)
  }

  sent(bytes: number): void {
    this.bytesOut += bytes
    countInProbe('codec.bytesOut', bytes)
  }

  lease(): void {
    this.leased++
    countInProbe('codec.leased')
  }

  giveBack(): void {
    this.returned++
    countInProbe('codec.returned')
  }
}
