/** Members that a list may have, by W3C Trace Context, section 3.3.1.1. */
const MOST_MEMBERS = 32

const simpleKey = /^[a-z][a-z0-9_\-*/]{0,255}$/
const tenantKey = /^[a-z0-9][a-z0-9_\-*/]{0,240}@[a-z][a-z0-9_\-*/]{0,13}$/
/** Printable ASCII without `,` and `=`, up to 256 of them, the last one no space. */
const memberValue = /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/

/**
 * What of a `tracestate` header is to be sent on, by W3C Trace Context Level 1, section 3.3: its members in their
 * order, without empty ones and without the space around them; of members with the same key the first, which is the
 * newest.
 *
 * @returns `null` when nothing is to be sent on: the list is empty, has more than 32 members, or one that is invalid
 */
export function forwardTracestate(header: string): string | null {
  const members = new Map<string, string>()
  for (const part of header.split(',')) {
    const member = withoutSpaceAround(part)
    if (member === '') continue
    const equals = member.indexOf('=')
    if (equals < 0) return null
    const key = member.slice(0, equals)
    const value = member.slice(equals + 1)
    if (!(simpleKey.test(key) || tenantKey.test(key)) || !memberValue.test(value)) return null
    if (!members.has(key)) members.set(key, member)
    if (members.size > MOST_MEMBERS) return null
  }
  return members.size === 0 ? null : [...members.values()].join(',')
}

function withoutSpaceAround(part: string): string {
  let start = 0
  let end = part.length
  while (start < end && isSpace(part.charCodeAt(start))) start++
  while (end > start && isSpace(part.charCodeAt(end - 1))) end--
  return part.slice(start, end)
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09
}
