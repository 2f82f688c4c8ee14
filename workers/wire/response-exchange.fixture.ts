import type { ResponseHeaders } from '../connection.ts'
import { ResponseError, type ResponseErrorCode } from '../response-error.ts'
import { ResponseParser, type ResponseLimits, type ResponseListener } from './response-parser.ts'

/** What became of one expected response. */
export interface ExchangeOutcome {
  /** 0 when there was no head. */
  readonly status: number
  readonly headers: ResponseHeaders
  /** In Latin-1, all chunks together. */
  readonly body: string
  /** `open` while neither an end nor an error has come. */
  readonly settled: 'end' | 'open' | ResponseErrorCode
  /** Whether the connection may be used again: the parser said so, and no byte too many came after it. */
  readonly reusable: boolean
  /** Whether bytes came after the end of the response. */
  readonly surplus: boolean
}

/** How the server's bytes come. */
export interface Delivery {
  readonly pieces: readonly Uint8Array[]
  readonly closes?: boolean
  readonly wantsHeaders?: boolean
}

/** A parser that is given responses one after the other, and writes down what it tells. */
export class RecordedConnection implements ResponseListener {
  readonly parser: ResponseParser
  #calls: string[] = []
  #status = 0
  #headers: ResponseHeaders = {}
  #body = ''
  #reusable = false

  constructor(limits?: ResponseLimits) {
    this.parser = new ResponseParser(this, limits)
  }

  head(status: number, headers: ResponseHeaders): void {
    this.#calls.push('head')
    this.#status = status
    this.#headers = headers
  }

  data(chunk: Uint8Array): void {
    if (chunk.length === 0) throw new Error('an empty chunk')
    if (this.#calls.at(-1) !== 'data') this.#calls.push('data')
    this.#body += Buffer.from(chunk).toString('latin1')
  }

  end(reusable: boolean): void {
    this.#calls.push('end')
    this.#reusable = reusable
  }

  /**
   * Lets one response come. Every piece comes in the same memory, at another place each time, and is overwritten
   * afterwards: a view that is kept too long is found out.
   */
  receive(method: string, { pieces, closes = false, wantsHeaders = true }: Delivery): ExchangeOutcome {
    this.#forget()
    this.parser.expect(method, wantsHeaders)
    let error: ResponseErrorCode | null = null
    try {
      for (const [turn, piece] of pieces.entries()) this.#deliver(piece, turn % 7)
      if (closes) this.parser.finish()
    } catch (thrown) {
      if (!(thrown instanceof ResponseError)) throw thrown
      error = thrown.code
    }
    return this.#outcome(error)
  }

  #deliver(piece: Uint8Array, offset: number): void {
    const memory = new Uint8Array(piece.length + 16).fill(0x21)
    memory.set(piece, offset)
    this.parser.consume(memory, offset, offset + piece.length)
    memory.fill(0x21)
  }

  #forget(): void {
    this.#calls = []
    this.#status = 0
    this.#headers = {}
    this.#body = ''
    this.#reusable = false
  }

  #outcome(error: ResponseErrorCode | null): ExchangeOutcome {
    const calls = this.#calls.join(' ')
    if (!/^(head( data)?( end)?)?$/.test(calls)) throw new Error(`told out of order: ${calls}`)
    const ended = this.#calls.includes('end')
    const surplus = error === 'body-too-long' || error === 'unasked-response'
    if (ended && error !== null && !surplus) throw new Error(`${error} after the end`)
    if (error === 'body-too-long' && this.#reusable) throw new Error('reusable with bytes left over')
    return {
      status: this.#status,
      headers: this.#headers,
      body: this.#body,
      settled: ended ? 'end' : (error ?? 'open'),
      reusable: this.#reusable && !surplus,
      surplus,
    }
  }
}

/** Latin-1 text as bytes. */
export function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

/** The bytes cut at the given places. */
export function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const edges = [0, ...places.filter((place) => place < bytes.length).sort((a, b) => a - b), bytes.length]
  return edges.slice(1).map((edge, i) => bytes.slice(edges[i], edge))
}

/** One byte at a time. */
export function crumbs(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (octet) => Uint8Array.of(octet))
}
