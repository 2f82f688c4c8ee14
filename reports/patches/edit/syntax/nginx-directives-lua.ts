import { ConfigEditError } from '../config-dialect.ts'

/**
 * Where a block of Lua in an nginx configuration ends, behind its closing brace: braces in strings, long brackets
 * (`[[ … ]]`, `[==[ … ]==]`) and comments (`--`) do not count.
 *
 * @param open offset of the opening brace
 * @throws ConfigEditError where it, or a string in it, does not end
 */
export function luaBlockEnd(text: string, open: number): number {
  let depth = 0
  let at = open
  while (at < text.length) {
    const char = text[at]
    if (char === '{') depth++
    if (char === '}' && --depth === 0) return at + 1
    if (char === '-' && text[at + 1] === '-') at = commentEnd(text, at)
    else if (char === '"' || char === "'") at = stringEnd(text, at, char)
    else at = longBracketEnd(text, at) ?? at + 1
  }
  throw new ConfigEditError('this block of Lua is not closed', open)
}

function commentEnd(text: string, from: number): number {
  const lineEnd = text.indexOf('\n', from)
  return longBracketEnd(text, from + 2) ?? (lineEnd < 0 ? text.length : lineEnd)
}

function stringEnd(text: string, from: number, quote: string): number {
  let at = from + 1
  while (at < text.length && text[at] !== quote && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1
  if (text[at] !== quote) throw new ConfigEditError(`this ${quote} is not closed`, from)
  return at + 1
}

/** `null` where no long bracket begins. */
function longBracketEnd(text: string, from: number): number | null {
  if (text[from] !== '[') return null
  let at = from + 1
  while (text[at] === '=') at++
  if (text[at] !== '[') return null
  const closing = `]${text.slice(from + 1, at)}]`
  const end = text.indexOf(closing, at + 1)
  if (end < 0) throw new ConfigEditError(`${text.slice(from, at + 1)} is not closed`, from)
  return end + closing.length
}
