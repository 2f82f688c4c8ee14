import { StringDecoder } from 'node:string_decoder'
import { openInput } from './open-input.ts'

/** The start of a line; `isCut` says that the rest was too long to keep. */
export interface InputLine {
  readonly text: string
  /** Counted from 1. */
  readonly number: number
  readonly isCut: boolean
}

const MOST_CHARACTERS = 64 * 1024

/**
 * The lines of a text file, ended by LF or CRLF and without a byte order mark, in bounded memory: of a line longer than 64 Ki characters only
 * the start is kept. An end of line at the end of the file starts no further line.
 *
 * @throws ScenarioError (104) when the file cannot be opened
 */
export async function* readLines(file: string): AsyncGenerator<InputLine> {
  const decoder = new StringDecoder('utf8')
  let kept = ''
  let isCut = false
  let number = 1
  const keep = (part: string): void => {
    isCut ||= kept.length + part.length > MOST_CHARACTERS
    kept = (kept + part.slice(0, MOST_CHARACTERS)).slice(0, MOST_CHARACTERS)
  }
  for await (const chunk of await openInput(file)) {
    const parts = decoder.write(chunk as Buffer).split('\n')
    for (const [i, part] of parts.entries()) {
      keep(part)
      if (i === parts.length - 1) break
      yield { text: withoutMarks(kept), number: number++, isCut }
      kept = ''
      isCut = false
    }
  }
  keep(decoder.end())
  if (kept !== '') yield { text: withoutMarks(kept), number, isCut }
}

function withoutMarks(line: string): string {
  return line.replace(/^\ufeff/, '').replace(/\r$/, '')
}
