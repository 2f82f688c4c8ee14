import type { ResponseHeaders } from '../connection.ts'

/** Names and values in turn, as they came. */
type RawHeaders = readonly Buffer[]

const NONE: ResponseHeaders = {}
const KEEP_ALIVE = 'keep-alive'
const LOWER_CASE = 0x20
const K = 0x6b

/** Every header by its name in lower case; one that came several times has a list. */
export function readHeaders(raw: RawHeaders): ResponseHeaders {
  const headers: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = text(raw[i] as Buffer).toLowerCase()
    const value = text(raw[i + 1] as Buffer)
    const before = headers[name]
    if (before === undefined) headers[name] = value
    else if (typeof before === 'string') headers[name] = [before, value]
    else before.push(value)
  }
  return headers
}

/** `keep-alive` alone, the last if it came several times: the others are not looked at. */
export function readKeepAlive(raw: RawHeaders): ResponseHeaders {
  for (let i = raw.length - 2; i >= 0; i -= 2) {
    const name = raw[i] as Buffer
    const maybe = name.length === KEEP_ALIVE.length && ((name[0] as number) | LOWER_CASE) === K
    if (maybe && text(name).toLowerCase() === KEEP_ALIVE) return { 'keep-alive': text(raw[i + 1] as Buffer) }
  }
  return NONE
}

function text(octets: Buffer): string {
  return octets.toString('latin1')
}
