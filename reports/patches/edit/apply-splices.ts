import type { Splice } from './config-dialect.ts'

/**
 * The text with all splices made at once; offsets are those of the text as given. Splices at the same offset are made in
 * the order given.
 *
 * @throws RangeError when two of them overlap, or one lies outside the text
 */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const sorted = splices.toSorted((a, b) => a.from - b.from || a.to - b.to)
  const parts: string[] = []
  let at = 0
  for (const { from, to, text: replacement } of sorted) {
    if (from < at || to < from || to > text.length) {
      throw new RangeError(`a splice of [${from}, ${to}) overlaps another, or lies outside the text`)
    }
    parts.push(text.slice(at, from), replacement)
    at = to
  }
  return [...parts, text.slice(at)].join('')
}
