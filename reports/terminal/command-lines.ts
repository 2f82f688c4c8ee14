import { withoutControls } from './text-width.ts'

const COLUMNS = 80
/** At the end of a line that a shell joins with the next one. */
const JOINED = ' \\'

/**
 * A command for a POSIX shell, in lines of at most 80 columns that can be copied as they are, unless it has control
 * characters, which a terminal would obey: they are spaces.
 *
 * @param label before it
 */
export function commandLines(label: string, command: string): string[] {
  return linesOf(label, withoutControls(command))
}

function linesOf(label: string, command: string): string[] {
  const whole = `${label} ${command}`
  if (whole.length <= COLUMNS) return [whole]
  const words = command.match(/(?:'[^']*'|\\.|[^\s'\\])+/g) ?? [command]
  const indent = '  '
  const lines = [label]
  for (const piece of words.flatMap((word) => breakable(word, COLUMNS - indent.length - JOINED.length))) {
    const line = lines.at(-1) as string
    const room = COLUMNS - JOINED.length
    if (piece.joins) {
      lines[lines.length - 1] = `${line}\\`
      lines.push(piece.text)
    } else if (line.length + 1 + piece.text.length <= room) lines[lines.length - 1] = `${line} ${piece.text}`
    else {
      lines[lines.length - 1] = line + JOINED
      lines.push(indent + piece.text)
    }
  }
  return lines
}

interface Piece {
  readonly text: string
  /** It goes on with the word before, without a space between them. */
  readonly joins: boolean
}

/** A word in pieces of at most `columns`; one that is quoted in parts, or has escapes, stays whole. */
function breakable(word: string, columns: number): Piece[] {
  const isQuoted = /^'[^']*'$/.test(word)
  if (word.length <= columns || (!isQuoted && /['\\]/.test(word))) return [{ text: word, joins: false }]
  const plain = isQuoted ? word.slice(1, -1) : word
  const length = columns - (isQuoted ? 2 : 0)
  const texts = Array.from({ length: Math.ceil(plain.length / length) }, (_, i) =>
    plain.slice(i * length, (i + 1) * length),
  )
  return texts.map((text, i) => ({ text: isQuoted ? `'${text}'` : text, joins: i > 0 }))
}
