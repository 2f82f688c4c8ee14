import { UsageError } from '../usage-error.ts'

/** The text that a tool printed, which says what is missing in it. */
export class TextLines {
  readonly #file: string
  readonly #text: string

  constructor(file: string, text: string) {
    this.#file = file
    this.#text = text
  }

  /** @returns the groups of the first line that matches, `null` where none does */
  find(pattern: RegExp): readonly string[] | null {
    return new RegExp(pattern, 'm').exec(this.#text)?.slice(1) ?? null
  }

  /**
   * @param name of the line, as it is printed
   * @throws UsageError when no line matches
   */
  need(name: string, pattern: RegExp): readonly string[] {
    const found = this.find(pattern)
    if (found !== null) return found
    throw new UsageError(`${this.#file}: the line "${name}" is missing or not whole`)
  }

  /** The groups of every line that matches. */
  all(pattern: RegExp): ReadonlyArray<readonly string[]> {
    return [...this.#text.matchAll(new RegExp(pattern, 'gm'))].map((match) => match.slice(1))
  }

  /** The rest of the text after the first match; `null` where there is none. */
  after(pattern: RegExp): TextLines | null {
    const match = new RegExp(pattern, 'm').exec(this.#text)
    return match === null ? null : new TextLines(this.#file, this.#text.slice(match.index + match[0].length))
  }

  /** The text before the first match; all of it where there is none. */
  before(pattern: RegExp): TextLines {
    const match = new RegExp(pattern, 'm').exec(this.#text)
    return match === null ? this : new TextLines(this.#file, this.#text.slice(0, match.index))
  }

  /** @throws UsageError */
  refuse(why: string): never {
    throw new UsageError(`${this.#file}: ${why}`)
  }
}
