const HTAB = 0x09
export const LF = 0x0a
export const CR = 0x0d
export const SP = 0x20
export const COMMA = 0x2c
export const COLON = 0x3a
export const SEMICOLON = 0x3b

/** 1 for the octets of a `token` (RFC 9110, section 5.6.2), of which names of fields are made. */
export const TOKEN_OCTETS = table((octet) => /[!#$%&'*+\-.^_`|~\dA-Za-z]/.test(String.fromCharCode(octet)))

/** 1 for the octets of field values and reason phrases (RFC 9110, section 5.5): no control but the tab. */
const TEXT_OCTETS = table((octet) => octet === HTAB || (octet >= SP && octet !== 0x7f))

/** Whether it is optional white space: a space or a tab. */
export function isBlank(octet: number | undefined): boolean {
  return octet === SP || octet === HTAB
}

/** The value of a decimal digit; -1 for any other octet. */
export function digitValue(octet: number | undefined): number {
  return octet !== undefined && octet >= 0x30 && octet <= 0x39 ? octet - 0x30 : -1
}

/** Whether all octets in [from, to) are text. */
export function isText(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    if (TEXT_OCTETS[bytes[at] as number] === 0) return false
  }
  return true
}

/** Where the first line feed in [from, to) is, or -1. */
export function lineFeedAt(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (bytes[at] === LF) return at
  }
  return -1
}

/** Whether a token that begins at `from` is `name`, in any case. The token must be as long as the name. */
export function isNamed(bytes: Uint8Array, from: number, name: Uint8Array): boolean {
  for (let at = 0; at < name.length; at++) {
    // Sets the bit that makes a letter lower case; no other octet of a token becomes a letter or a hyphen by it.
    if (((bytes[from + at] as number) | 0x20) !== name[at]) return false
  }
  return true
}

/** Whether the octets from `from` on begin with `expected`. */
export function beginsWith(bytes: Uint8Array, from: number, expected: Uint8Array): boolean {
  for (let at = 0; at < expected.length; at++) {
    if (bytes[from + at] !== expected[at]) return false
  }
  return true
}

/** Text from octets, one character each. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return buffer.toString('latin1', from, to)
}

/** Octets of a text in ASCII. */
export function octetsOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

function table(has: (octet: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_none, octet) => (has(octet) ? 1 : 0))
}
