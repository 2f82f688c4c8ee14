/** The text of a source file by its name in a profile, or `null` where it cannot be had. */
export type SourceOf = (file: string) => string | null

/** Lines of a function that are looked through for its end. */
const LONGEST_FUNCTION = 400

/** A line, without what surrounds it. @param line from 1 @returns `null` where there is none */
export function sourceLine(source: string | null, line: number): string | null {
  return source?.split('\n')[line - 1]?.trim() ?? null
}

/**
 * The text of the function that begins at a place: up to the end of its outermost braces, or of its line where it has
 * none. Strings, templates and comments are skipped; a regular expression that holds a brace by itself may end it early
 * or late.
 *
 * @param line from 1 @param column from 1, or 0 for the beginning of the line
 */
export function functionText(source: string | null, line: number, column = 0): string | null {
  if (source === null || line < 1) return null
  const lines = source.split('\n').slice(line - 1, line - 1 + LONGEST_FUNCTION)
  const [first] = lines
  if (first === undefined) return null
  const text = [first.slice(Math.max(0, column - 1)), ...lines.slice(1)].join('\n')
  return text.slice(0, endOfFunction(text))
}

const TOKEN = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|[{}()\n]/g

function endOfFunction(text: string): number {
  let braces = 0
  let parentheses = 0
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === '(') parentheses++
    else if (token === ')') parentheses--
    else if (token === '{') braces++
    // Braces of parameters are inside of parentheses, and end before these do.
    else if (token === '}' && --braces === 0 && parentheses <= 0) return index + 1
    else if (token === '\n' && braces === 0 && parentheses <= 0 && !continues(text.slice(0, index)))
      return index
  }
  return text.length
}

function continues(text: string): boolean {
  return /(=>|[=(,{[?:+&|])\s*$/.test(text)
}
