import type { ResponseHeaders } from '../connection.ts'
import { contentLength } from './content-length.ts'
import { FieldLine } from './field-line.ts'
import { beginsWith, digitValue, isNamed, isText, latin1, octetsOf, SP } from './octets.ts'
import { malformed, type ResponseError } from '../response-error.ts'
import { isChunked } from './transfer-coding.ts'

/** The body comes in chunks; stands in place of its length. */
export const CHUNKED = -1
/** The body ends with the connection; stands in place of its length. */
export const UNTIL_CLOSE = -2

/** What a head says. Its octets alone decide it, so it may serve for every head of the same octets. */
export interface ResponseHead {
  /** 100 to 999. */
  readonly status: number
  readonly headers: ResponseHeaders
  /** In bytes, or `CHUNKED` or `UNTIL_CLOSE`; of responses that can have a body. */
  readonly bodyLength: number
  /** Whether the server keeps the connection open after it, provided that the end of the body can be told. */
  readonly persistent: boolean
}

/** Reads heads line by line. Lines are given without their ends. One instance serves for all heads of a connection. */
export class HeadReader {
  readonly #line = new FieldLine()
  #all = true
  #status = 0
  #minorVersion = 0
  #contentLength = -1
  #transferEncoding: string | null = null
  #connection: HeaderValue
  #keepAlive: HeaderValue
  #others: HeaderRecord | null = null

  /**
   * Begins a head with its status line. The reason may be missing, with or without the space before it.
   *
   * @param all whether all headers are wanted, or `connection` and `keep-alive` only
   * @throws ResponseError `malformed-response`
   */
  begin(bytes: Uint8Array, from: number, to: number, all: boolean): void {
    const reason = from + STATUS_LINE_LENGTH
    if (to < reason || !mayBeVersion(bytes, from, to) || !isText(bytes, reason, to)) throw noStatusLine()
    const minorVersion = digitValue(bytes[from + VERSION.length])
    const status = statusAt(bytes, from + VERSION.length + 2)
    const spaced = bytes[from + VERSION.length + 1] === SP && (to === reason || bytes[reason] === SP)
    if (minorVersion < 0 || status < 100 || !spaced) throw noStatusLine()
    this.#all = all
    this.#status = status
    this.#minorVersion = minorVersion
    this.#contentLength = -1
    this.#transferEncoding = null
    this.#connection = undefined
    this.#keepAlive = undefined
    this.#others = null
  }

  /** @throws ResponseError `malformed-response` */
  field(bytes: Uint8Array, from: number, to: number): void {
    const line = this.#line
    line.read(bytes, from, to)
    switch (line.nameTo - line.nameFrom) {
      case CONNECTION.length:
        if (isNamed(bytes, from, CONNECTION)) {
          this.#connection = joined(this.#connection, valueOf(bytes, line))
          return
        }
        if (isNamed(bytes, from, KEEP_ALIVE)) {
          this.#keepAlive = joined(this.#keepAlive, valueOf(bytes, line))
          return
        }
        break
      case CONTENT_LENGTH.length:
        if (isNamed(bytes, from, CONTENT_LENGTH)) this.#heedLength(bytes, line)
        break
      case TRANSFER_ENCODING.length:
        if (isNamed(bytes, from, TRANSFER_ENCODING)) this.#heedCoding(bytes, line)
        break
      default:
    }
    if (this.#all) this.#keep(bytes, line)
  }

  /**
   * After the last field.
   *
   * @throws ResponseError `malformed-response`: when it is not clear how long the body is
   */
  end(): ResponseHead {
    return {
      status: this.#status,
      headers: this.#headers(),
      bodyLength: this.#bodyLength(),
      persistent: this.#persistent(),
    }
  }

  #heedLength(bytes: Uint8Array, line: FieldLine): void {
    const length = contentLength(bytes, line.valueFrom, line.valueTo)
    if (this.#contentLength >= 0 && length !== this.#contentLength)
      throw malformed('two different Content-Lengths')
    this.#contentLength = length
  }

  #heedCoding(bytes: Uint8Array, line: FieldLine): void {
    const value = valueOf(bytes, line)
    this.#transferEncoding = this.#transferEncoding === null ? value : `${this.#transferEncoding},${value}`
  }

  #keep(bytes: Uint8Array, line: FieldLine): void {
    const name = latin1(bytes, line.nameFrom, line.nameTo).toLowerCase()
    const others = (this.#others ??= new Headers())
    others[name] = joined(others[name], valueOf(bytes, line))
  }

  #headers(): ResponseHeaders {
    const headers = this.#others ?? new Headers()
    if (this.#connection !== undefined) headers['connection'] = this.#connection
    if (this.#keepAlive !== undefined) headers['keep-alive'] = this.#keepAlive
    return headers
  }

  #bodyLength(): number {
    if (this.#transferEncoding === null) return this.#contentLength >= 0 ? this.#contentLength : UNTIL_CLOSE
    if (this.#contentLength >= 0) throw malformed('both a Content-Length and a Transfer-Encoding')
    return isChunked(this.#transferEncoding) ? CHUNKED : UNTIL_CLOSE
  }

  #persistent(): boolean {
    // A Transfer-Encoding in HTTP/1.0 is a sign of faulty framing (RFC 9112, section 6.1).
    if (this.#minorVersion === 0 && this.#transferEncoding !== null) return false
    const connection = this.#connection
    if (connection === undefined) return this.#minorVersion > 0
    if (connection === 'keep-alive') return true
    const options = String(connection)
      .toLowerCase()
      .split(/[ \t]*,[ \t]*/)
    return !options.includes('close') && (this.#minorVersion > 0 || options.includes('keep-alive'))
  }
}

/** Whether a status line of which [from, to) is the beginning can still become one of HTTP/1. */
export function mayBeVersion(bytes: Uint8Array, from: number, to: number): boolean {
  const length = Math.min(VERSION.length, to - from)
  return beginsWith(bytes, from, length < VERSION.length ? VERSION.subarray(0, length) : VERSION)
}

type HeaderValue = string | string[] | undefined
type HeaderRecord = Record<string, HeaderValue>

/**
 * Inherits nothing: a field may be called `__proto__`, and one that is absent must not be found in `Object`. Made
 * by a constructor, since V8 is slow with what `Object.create(null)` makes.
 */
const Headers = function () {} as unknown as { new (): HeaderRecord; prototype: unknown }
Headers.prototype = Object.create(null)

const VERSION = octetsOf('HTTP/1.')
const STATUS_LINE_LENGTH = 'HTTP/1.1 200'.length

const CONNECTION = octetsOf('connection')
const KEEP_ALIVE = octetsOf('keep-alive')
const CONTENT_LENGTH = octetsOf('content-length')
const TRANSFER_ENCODING = octetsOf('transfer-encoding')

function joined(before: HeaderValue, value: string): HeaderValue {
  if (before === undefined) return value
  if (typeof before === 'string') return [before, value]
  before.push(value)
  return before
}

function valueOf(bytes: Uint8Array, { valueFrom, valueTo }: FieldLine): string {
  // The usual value of `Connection`, without making a string.
  if (valueTo - valueFrom === KEEP_ALIVE.length && beginsWith(bytes, valueFrom, KEEP_ALIVE))
    return 'keep-alive'
  return latin1(bytes, valueFrom, valueTo)
}

function noStatusLine(): ResponseError {
  return malformed('no proper status line')
}

/** Of three digits; -1 when they are none. */
function statusAt(bytes: Uint8Array, at: number): number {
  const hundreds = digitValue(bytes[at])
  const tens = digitValue(bytes[at + 1])
  const ones = digitValue(bytes[at + 2])
  return hundreds < 0 || tens < 0 || ones < 0 ? -1 : 100 * hundreds + 10 * tens + ones
}
