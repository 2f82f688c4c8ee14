/**
 * Line and paragraph separators, control characters, and those that turn the direction of what follows
 * (Unicode Bidirectional Algorithm, UAX #9).
 */
const BREAKING = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/** A text that came from elsewhere, on one line: what would break or turn the line is a space, halves of characters are �. */
export function oneLine(text: string): string {
  return text.replace(BREAKING, ' ').replace(/\p{Cs}/gu, '\ufffd')
}
