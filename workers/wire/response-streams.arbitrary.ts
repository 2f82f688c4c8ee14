import * as fc from 'fast-check'
import { bytesOf } from './response-exchange.fixture.ts'

/** A response as a server may send it, and what a client has to make of it. */
export interface ValidResponse {
  readonly method: 'GET' | 'HEAD'
  readonly bytes: Uint8Array
  /** Whether the server has to close the connection to end the body. */
  readonly endsByClose: boolean
  readonly status: number
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly body: string
  readonly reusable: boolean
}

/** Any valid response; or those alone that undici takes as well, and in the same way. */
export function validResponses(taste: 'all' | 'as undici'): fc.Arbitrary<ValidResponse> {
  return partsOf(taste).map(assemble)
}

/** Where to cut bytes into pieces. */
export const cuts = fc.array(fc.nat(400), { maxLength: 12 })

interface Field {
  readonly name: string
  readonly value: string
  readonly before: string
  readonly after: string
  readonly lineEnd: string
}

interface Parts {
  readonly method: 'GET' | 'HEAD'
  readonly emptyLines: readonly string[]
  readonly interims: readonly { readonly status: number; readonly fields: readonly Field[] }[]
  readonly minorVersion: number
  readonly status: number
  readonly reason: string
  readonly fields: readonly Field[]
  readonly connection: string | null
  readonly framing: 'length' | 'chunked' | 'close'
  readonly lengths: (length: number) => string
  readonly coding: string
  readonly body: string
  readonly chunkLengths: readonly number[]
  readonly zeros: string
  readonly extension: string
  readonly trailers: readonly Field[]
  readonly lineEnd: string
}

function partsOf(taste: 'all' | 'as undici'): fc.Arbitrary<Parts> {
  const all = taste === 'all'
  const lineEnd = all ? fc.constantFrom('\r\n', '\r\n', '\n') : fc.constant('\r\n')
  const blanks = all ? fc.constantFrom('', ' ', '\t', ' \t ') : fc.constantFrom('', ' ')
  const field = fc.record({ name: names, value: values, before: blanks, after: blanks, lineEnd })
  const interim = fc.record({
    status: all ? fc.constantFrom(100, 102, 103, 199) : fc.constantFrom(102, 103),
    fields: fc.array(field, { maxLength: 2 }),
  })
  return fc.record({
    method: all ? fc.constantFrom('GET', 'GET', 'HEAD') : fc.constant('GET'),
    emptyLines: fc.array(lineEnd, { maxLength: 2 }),
    interims: fc.array(interim, { maxLength: 2 }),
    minorVersion: all ? fc.constantFrom(0, 1, 1, 9) : fc.constantFrom(0, 1, 1),
    status: fc.oneof(fc.constantFrom(200, 204, 304, 404, 503), fc.integer({ min: 200, max: 999 })),
    reason: fc.constantFrom('', ' ', ' OK', ' Not  Found', ' \xe9t\xe9'),
    fields: fc.array(field, { maxLength: 6 }),
    connection: fc.constantFrom(
      null,
      'keep-alive',
      'close',
      'Close',
      'Keep-Alive',
      'x, keep-alive',
      'x ,close',
    ),
    framing: fc.constantFrom('length', 'chunked', 'close'),
    lengths: all ? fc.constantFrom(oneLength, twoLengths, listedLengths) : fc.constant(oneLength),
    coding: fc.constantFrom('chunked', 'Chunked', 'gzip, chunked'),
    body: fc.string({ unit: characters(0), maxLength: 80 }),
    chunkLengths: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 5 }),
    zeros: fc.constantFrom('', '0', '0'.repeat(20)),
    extension: all ? fc.constantFrom('', ';a', ' ; a="b\t;c"') : fc.constantFrom('', ';a', ';a=b'),
    trailers: fc.array(field, { maxLength: 2 }),
    lineEnd,
  })
}

const names = fc.oneof(
  fc.constantFrom('Server', 'Date', 'Set-Cookie', 'set-cookie', 'Keep-Alive', '__proto__', 'constructor'),
  // As long as the names that mean something, or nearly so.
  fc.constantFrom('Connectiom', 'Keep-Alivf', 'Content-Lengtg', 'Transfer-Encodinh', 'Transfer-Encodin'),
  fc.string({ unit: fc.constantFrom(...Array.from('!#$%&*+-.^_`|~019abcXYZ')), minLength: 1, maxLength: 20 }),
)

const values = fc
  .string({ unit: characters(0x20).filter((character) => character !== '\x7f'), maxLength: 30 })
  .map(withoutBlanks)

function characters(min: number): fc.Arbitrary<string> {
  return fc.integer({ min, max: 0xff }).map((code) => String.fromCharCode(code))
}

function withoutBlanks(value: string): string {
  return value.replace(/^[ \t]+|[ \t]+$/g, '')
}

function oneLength(length: number): string {
  return `Content-Length: ${length}\r\n`
}

function twoLengths(length: number): string {
  return `content-length:${length}\r\nCONTENT-LENGTH: 00${length} \r\n`
}

function listedLengths(length: number): string {
  return `Content-Length: ${length}, ${length}\t,${length}\r\n`
}

function assemble(parts: Parts): ValidResponse {
  const { method, minorVersion, status, connection, body, framing } = parts
  // HTTP/1.0 knows no chunks.
  const delimited = framing === 'length' || (framing === 'chunked' && minorVersion > 0)
  const bodiless = method === 'HEAD' || status === 204 || status === 304
  const endsByClose = !bodiless && !delimited
  const framed = framingOf(parts, bodiless)
  const connectionLine = connection === null ? '' : `Connection: ${connection}${parts.lineEnd}`
  const text = [
    ...parts.emptyLines,
    ...parts.interims.map(interimText),
    `HTTP/1.${minorVersion} ${status}${parts.reason}${parts.lineEnd}`,
    ...parts.fields.map(fieldText),
    framed.head,
    connectionLine,
    parts.lineEnd,
    bodiless ? '' : framed.body,
  ].join('')
  const closes = connection?.toLowerCase().includes('close') ?? false
  const keeps = connection?.toLowerCase().includes('keep-alive') ?? false
  return {
    method,
    bytes: bytesOf(text),
    endsByClose,
    status,
    headers: headersIn([...parts.fields.map(fieldText), framed.head, connectionLine].join('')),
    body: bodiless ? '' : body,
    reusable: !endsByClose && !closes && (minorVersion > 0 || keeps),
  }
}

function framingOf(parts: Parts, bodiless: boolean): { readonly head: string; readonly body: string } {
  const { framing, minorVersion, body } = parts
  // What is said of a body that does not come does not matter; undici wants 204 and 304 to be silent.
  if (framing === 'length')
    return { head: parts.lengths(bodiless && parts.method === 'GET' ? 0 : body.length), body }
  if (framing === 'close' || minorVersion === 0) return { head: '', body }
  return { head: `Transfer-Encoding: ${parts.coding}\r\n`, body: chunkedText(parts) }
}

function chunkedText({ body, chunkLengths, zeros, extension, trailers, lineEnd }: Parts): string {
  let rest = body
  let text = ''
  for (const length of [...chunkLengths, body.length]) {
    const chunk = rest.slice(0, length)
    rest = rest.slice(length)
    if (chunk !== '') text += `${zeros}${chunk.length.toString(16)}${extension}\r\n${chunk}\r\n`
  }
  return `${text}${zeros}0${extension}\r\n${trailers.map(fieldText).join('')}${lineEnd}`
}

function interimText(interim: Parts['interims'][number]): string {
  return `HTTP/1.1 ${interim.status} Wait\r\n${interim.fields.map(fieldText).join('')}\r\n`
}

function fieldText({ name, value, before, after, lineEnd }: Field): string {
  return `${name}:${before}${value}${after}${lineEnd}`
}

/** By lower-case name, all values in their order. */
function headersIn(lines: string): Map<string, string[]> {
  const headers = new Map<string, string[]>()
  for (const line of lines.split(/\r?\n/).slice(0, -1)) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), withoutBlanks(line.slice(name.length + 1))])
  }
  return headers
}

/** A change to bytes at a place, which is taken modulo their length. */
export type Mutation = (bytes: Uint8Array) => Uint8Array

const octets = fc.oneof(fc.constantFrom(...bytesOf('\r\n \t:;,0129afHT/.-\0\x7f\xff')), fc.nat(255))

/** One octet changed, left out or put in, the end cut off, or a part sent twice. */
export const mutations: fc.Arbitrary<Mutation> = fc
  .tuple(fc.constantFrom('change', 'delete', 'insert', 'truncate', 'repeat'), fc.nat(1000), octets)
  .map(([kind, position, octet]) => {
    return (bytes: Uint8Array) => {
      const at = bytes.length === 0 ? 0 : position % bytes.length
      const before = bytes.subarray(0, at)
      const after = bytes.subarray(at)
      if (kind === 'change') return concat(before, Uint8Array.of(octet), after.subarray(1))
      if (kind === 'delete') return concat(before, after.subarray(1))
      if (kind === 'insert') return concat(before, Uint8Array.of(octet), after)
      if (kind === 'truncate') return before.slice()
      return concat(before, after, after)
    }
  })

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
