const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

const ELLIPSIS = '…'

/** What takes two columns: East Asian Wide and Fullwidth (Unicode Standard Annex #11), and pictures. */
const WIDE =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]|^[\u{17000}-\u{18CFF}\u{1B000}-\u{1B2FF}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}]|^\p{Emoji_Presentation}|^.\uFE0F/u

/** What takes none by itself: marks and format characters. */
const NARROWEST = /^[\p{Mark}\p{Format}]/u

/** Columns that a text without control characters takes on a terminal. */
export function textWidth(text: string): number {
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment)
  return width
}

/** The text as it is, or as much of it as fits with `…` at its end. @param columns ≥ 0 */
export function cutText(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  return columns < 1 ? '' : `${splitText(text, columns - 1)[0]}${ELLIPSIS}`
}

/** As much of a text as fits, and the rest of it. No character is cut in half. @param columns ≥ 0 */
export function splitText(text: string, columns: number): [head: string, rest: string] {
  let head = ''
  let width = 0
  for (const { segment } of graphemes.segment(text)) {
    width += graphemeWidth(segment)
    if (width > columns) break
    head += segment
  }
  return [head, text.slice(head.length)]
}

/** Without what would move the cursor or colour what follows: each control character becomes a space. */
export function withoutControls(text: string): string {
  return text.replace(/\p{Control}/gu, ' ')
}

function graphemeWidth(grapheme: string): number {
  if (NARROWEST.test(grapheme)) return 0
  return WIDE.test(grapheme) ? 2 : 1
}
