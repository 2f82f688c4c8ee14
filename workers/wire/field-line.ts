import { COLON, isBlank, isText, TOKEN_OCTETS } from './octets.ts'
import { malformed } from '../response-error.ts'

/**
 * Where name and value of a field line are (RFC 9112, section 5). One instance serves for all lines.
 */
export class FieldLine {
  nameFrom = 0
  nameTo = 0
  /** The value is without the white space around it; it may be empty. */
  valueFrom = 0
  valueTo = 0

  /**
   * Reads the line in [from, to), which is without its end.
   *
   * @throws ResponseError `malformed-response`: for a name that is no token, white space before the colon, a
   *   line that goes on from the one before it (obs-fold), a control character
   */
  read(bytes: Uint8Array, from: number, to: number): void {
    let at = from
    while (at < to && TOKEN_OCTETS[bytes[at] as number] === 1) at++
    if (at === from || at === to || bytes[at] !== COLON) throw malformed('a field line without a proper name')
    this.nameFrom = from
    this.nameTo = at
    at++
    let end = to
    while (at < end && isBlank(bytes[at])) at++
    while (end > at && isBlank(bytes[end - 1])) end--
    if (!isText(bytes, at, end)) throw malformed('a control character in a field value')
    this.valueFrom = at
    this.valueTo = end
  }
}
