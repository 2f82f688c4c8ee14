import type { ResponseHeaders } from '../connection.ts'
import { chunkSize } from './chunk-size.ts'
import { FieldLine } from './field-line.ts'
import { HeadMemory } from './head-memory.ts'
import { LineBuffer } from './line-buffer.ts'
import { CR, LF, lineFeedAt } from './octets.ts'
import { malformed, ResponseCutShort, ResponseError } from '../response-error.ts'
import { CHUNKED, HeadReader, mayBeVersion, type ResponseHead, UNTIL_CLOSE } from './response-head.ts'

/** Told of a response as its bytes come: `head`, any number of `data`, `end`. */
export interface ResponseListener {
  /**
   * Status, 200 to 999, and headers of a final response, with names in lower case; a field that came several
   * times has a list. The object may be given again for the next response: it must not be changed.
   */
  head(status: number, headers: ResponseHeaders): void
  /** Part of the body, never empty; a view on the bytes given to `consume`, to be used during the call only. */
  data(chunk: Uint8Array): void
  /** @param reusable whether another response may follow on this connection; `expect` may be called at once */
  end(reusable: boolean): void
}

/** Bounds on what a server may make the parser hold. */
export interface ResponseLimits {
  /** Of each head, interim ones included, each trailer section and each line of a chunk's size. Default 65,536. */
  readonly maxHeadBytes?: number
}

/**
 * Parses the responses on one connection (RFC 9112), one at a time, from bytes in any pieces; how they are cut
 * makes no difference to what the listener is told, save in how bytes too many are reported.
 *
 * What it accepts: HTTP/1.0 and HTTP/1.1 and later minor versions; empty lines before the status line; a line
 * feed alone as the end of a line of the head or a trailer, but not within the chunked coding; any status from
 * 100 to 999 but 101; equal Content-Lengths. What it refuses: a bare carriage return and other control
 * characters, folded lines, white space before a colon, different Content-Lengths, a Content-Length beside a
 * Transfer-Encoding, a coding after `chunked`. Interim responses (1xx) are skipped, at most 16 in a row;
 * trailers are checked and dropped. Responses to HEAD, 204 and 304 have no body, whatever they say.
 *
 * The usual response, all of it in one piece with the same head as the one before, costs a comparison.
 */
export class ResponseParser {
  readonly #listener: ResponseListener
  readonly #maxHeadBytes: number
  readonly #reader = new HeadReader()
  readonly #memory = new HeadMemory()
  readonly #partial = new LineBuffer()
  readonly #trailer = new FieldLine()
  #state = IDLE
  #failure: unknown = null
  #bodiless = false
  #wantsHeaders = true
  #wantsBody = true
  /** Of the head, the trailer section or the line of a chunk's size that is being read. */
  #headBytes = 0
  /** Where in the bytes at hand the head begins; -1 when it began in earlier ones. */
  #headFrom = -1
  #interims = 0
  /** Bytes of the body, or of the chunk, that are still to come. */
  #remaining = 0
  #persistent = false

  constructor(listener: ResponseListener, limits: ResponseLimits = {}) {
    this.#listener = listener
    this.#maxHeadBytes = limits.maxHeadBytes ?? 65_536
  }

  /** Whether no response is expected. Not idle any more, once an error has cut a response short. */
  get idle(): boolean {
    return this.#state === IDLE
  }

  /**
   * A response is expected from now on; the parser must be idle.
   *
   * @param method of the request, in capitals: the response to a HEAD has no body
   * @param wantsHeaders whether `head` gets all headers; if not, it gets `connection` and `keep-alive` alone
   * @param wantsBody whether `data` is called
   */
  expect(method: string, wantsHeaders = true, wantsBody = true): void {
    if (this.#state !== IDLE) throw new Error('a response is expected already')
    this.#bodiless = method === 'HEAD'
    this.#wantsHeaders = wantsHeaders
    this.#wantsBody = wantsBody
    this.#interims = 0
    this.#beginHead()
  }

  /**
   * Takes the bytes in [from, to).
   *
   * Bytes too many are no fault of the response that they follow: when they come together with its end, the
   * listener is told `end(false)` first, then `body-too-long` is thrown; when they come later,
   * `unasked-response` is. The parser is idle then. After any other error, or one that the listener throws within a
   * response, the response is lost, and each further call throws the same error again.
   *
   * @throws ResponseError
   */
  consume(bytes: Uint8Array, from = 0, to = bytes.length): void {
    this.#headFrom = -1
    try {
      let at = from
      while (at < to) {
        at = this.#step(bytes, at, to)
        if (this.#state === COMPLETE) this.#complete(at === to)
      }
    } catch (error) {
      this.#fail(error)
      throw error
    }
  }

  /**
   * The peer has closed its side. A body that ends with the connection is complete, and `end(false)` is told; any
   * other response is cut short. Nothing happens when none was expected.
   *
   * @throws ResponseCutShort
   * @throws ResponseError the same again, after an error
   */
  finish(): void {
    if (this.#state === IDLE) return
    if (this.#state === FAILED) throw this.#failure
    if (this.#state === BODY_UNTIL_CLOSE) {
      this.#state = IDLE
      this.#listener.end(false)
      return
    }
    this.#failure = new ResponseCutShort(this.#received())
    this.#state = FAILED
    throw this.#failure
  }

  #received(): 'nothing' | 'head' | 'body' {
    if (this.#state !== STATUS_LINE && this.#state !== FIELD_LINE) return 'body'
    return this.#headBytes === 0 && this.#interims === 0 ? 'nothing' : 'head'
  }

  /** Goes as far as the state allows. @returns how far that was, at least one byte */
  #step(bytes: Uint8Array, at: number, to: number): number {
    switch (this.#state) {
      case STATUS_LINE:
        return this.#recalled(bytes, at, to) || this.#line(bytes, at, to)
      case BODY_SIZED:
        return this.#sized(bytes, at, to, COMPLETE)
      case CHUNK_DATA:
        return this.#sized(bytes, at, to, CHUNK_CR)
      case CHUNK_CR:
        return this.#delimiter(bytes, at, CR, CHUNK_LF)
      case CHUNK_LF:
        return this.#delimiter(bytes, at, LF, CHUNK_SIZE)
      case BODY_UNTIL_CLOSE:
        if (this.#wantsBody) this.#listener.data(bytes.subarray(at, to))
        return to
      case IDLE:
        throw new ResponseError('unasked-response', 'the server sent something that no request asked for')
      case FAILED:
        throw this.#failure
      default:
        return this.#line(bytes, at, to)
    }
  }

  #beginHead(): void {
    this.#state = STATUS_LINE
    this.#headBytes = 0
  }

  /** @returns the end of the head, if it is the one remembered; else 0 */
  #recalled(bytes: Uint8Array, at: number, to: number): number {
    if (this.#headBytes > 0) return 0
    const head = this.#memory.recall(bytes, at, to, this.#wantsHeaders)
    if (head === null) {
      this.#headFrom = at
      return 0
    }
    this.#beginBody(head)
    return at + this.#memory.length
  }

  /** @returns the end of the line, or `to` while there is none */
  #line(bytes: Uint8Array, at: number, to: number): number {
    const lineFeed = lineFeedAt(bytes, at, to)
    const end = lineFeed < 0 ? to : lineFeed + 1
    const room = this.#maxHeadBytes - this.#headBytes
    this.#headBytes += end - at
    if (lineFeed < 0 || end - at > room) {
      this.#holdLine(bytes, at, Math.min(end, at + room))
      if (end - at > room) throw tooLarge(this.#maxHeadBytes)
    } else if (this.#partial.length === 0) {
      this.#takeLine(bytes, at, lineFeed)
    } else {
      this.#partial.append(bytes, at, lineFeed)
      const { bytes: held, length } = this.#partial
      this.#partial.clear()
      this.#takeLine(held, 0, length)
    }
    return end
  }

  /** Something that is not HTTP may never send the end of a line: it is refused at its first octets. */
  #holdLine(bytes: Uint8Array, from: number, to: number): void {
    const partial = this.#partial
    partial.append(bytes, from, to)
    if (this.#state !== STATUS_LINE) return
    const maybeEmptyLine = partial.length === 1 && partial.bytes[0] === CR
    if (!maybeEmptyLine && !mayBeVersion(partial.bytes, 0, partial.length))
      throw malformed('no proper status line')
  }

  #takeLine(bytes: Uint8Array, from: number, lineFeed: number): void {
    const to = lineFeed > from && bytes[lineFeed - 1] === CR ? lineFeed - 1 : lineFeed
    switch (this.#state) {
      case STATUS_LINE:
        if (to > from) {
          this.#reader.begin(bytes, from, to, this.#wantsHeaders)
          this.#state = FIELD_LINE
        }
        break
      case FIELD_LINE:
        if (to > from) this.#reader.field(bytes, from, to)
        else this.#endHead(bytes, lineFeed + 1)
        break
      case CHUNK_SIZE:
        if (to === lineFeed) throw malformed('a line feed alone after the size of a chunk')
        this.#beginChunk(chunkSize(bytes, from, to))
        break
      default:
        if (to > from) this.#trailer.read(bytes, from, to)
        else this.#state = COMPLETE
    }
  }

  #endHead(bytes: Uint8Array, end: number): void {
    const head = this.#reader.end()
    if (head.status < 200) {
      this.#skipInterim(head.status)
      return
    }
    if (this.#headFrom >= 0) this.#memory.keep(bytes, this.#headFrom, end, head, this.#wantsHeaders)
    this.#beginBody(head)
  }

  #skipInterim(status: number): void {
    if (status === 101) throw malformed('a change of protocols that was not asked for')
    if (++this.#interims > MAX_INTERIMS) throw malformed('too many interim responses before it')
    this.#beginHead()
  }

  #beginBody(head: ResponseHead): void {
    const { status, bodyLength } = head
    this.#persistent = head.persistent
    if (this.#bodiless || status === 204 || status === 304 || bodyLength === 0) {
      this.#state = COMPLETE
    } else if (bodyLength === CHUNKED) {
      this.#state = CHUNK_SIZE
      this.#headBytes = 0
    } else if (bodyLength === UNTIL_CLOSE) {
      this.#state = BODY_UNTIL_CLOSE
    } else {
      this.#state = BODY_SIZED
      this.#remaining = bodyLength
    }
    this.#listener.head(status, head.headers)
  }

  #beginChunk(size: number): void {
    this.#headBytes = 0
    this.#remaining = size
    this.#state = size === 0 ? TRAILER_LINE : CHUNK_DATA
  }

  #sized(bytes: Uint8Array, at: number, to: number, next: number): number {
    const end = to - at > this.#remaining ? at + this.#remaining : to
    this.#remaining -= end - at
    if (this.#remaining === 0) this.#state = next
    if (this.#wantsBody) this.#listener.data(bytes.subarray(at, end))
    return end
  }

  #delimiter(bytes: Uint8Array, at: number, octet: number, next: number): number {
    if (bytes[at] !== octet) throw malformed('a chunk that is longer than its size')
    this.#state = next
    return at + 1
  }

  #complete(last: boolean): void {
    this.#state = IDLE
    this.#listener.end(this.#persistent && last)
    if (!last)
      throw new ResponseError('body-too-long', 'the server sent more than the response it had announced')
  }

  #fail(error: unknown): void {
    if (this.#state === IDLE || this.#state === FAILED) return
    this.#state = FAILED
    this.#failure = error
  }
}

const MAX_INTERIMS = 16

const IDLE = 0
const STATUS_LINE = 1
const FIELD_LINE = 2
const BODY_SIZED = 3
const BODY_UNTIL_CLOSE = 4
const CHUNK_SIZE = 5
const CHUNK_DATA = 6
const CHUNK_CR = 7
const CHUNK_LF = 8
const TRAILER_LINE = 9
/** The response has come to its end, of which the listener is still to be told. */
const COMPLETE = 10
const FAILED = 11

function tooLarge(maxBytes: number): ResponseError {
  return new ResponseError('headers-too-large', `the server sent more than ${maxBytes} bytes of headers`)
}
