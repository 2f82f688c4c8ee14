import { Pair, parseLines } from 'dot-properties'
import { ConfigEditError } from '../config-dialect.ts'

/** A line `name = value` of a Java properties file, with the lines that continue it; offsets in UTF-16 units. */
export interface PropertyLine {
  readonly name: string
  /** With escapes and continuations resolved. */
  readonly value: string
  readonly from: number
  readonly valueFrom: number
  readonly to: number
  /** What stands between name and value, e.g. ` = ` or `:`. */
  readonly separator: string
}

/**
 * The properties of a file, in its order; of a name that comes twice the last counts.
 *
 * @throws ConfigEditError at a name that is broken over lines that end in CRLF, and at a backslash that ends the file
 */
export function readProperties(text: string): PropertyLine[] {
  return parseLines(text, true).flatMap((line) => {
    if (!(line instanceof Pair) || line.range === undefined) return []
    const [from, keyTo, valueFrom = keyTo, to = valueFrom] = line.range
    if (to > text.length) {
      throw new ConfigEditError('the file ends in a backslash that nothing follows: take it away first', from)
    }
    if (text.slice(from, keyTo).includes('\\\r')) {
      throw new ConfigEditError(
        'a name that goes on in the next line cannot be read: put it on one line',
        from,
      )
    }
    return [
      { name: line.key, value: line.value, from, valueFrom, to, separator: text.slice(keyTo, valueFrom) },
    ]
  })
}
