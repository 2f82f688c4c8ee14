import { ScenarioError } from '../scenario-error.ts'

const MOST_SHOWN = 5

/** What could not be read in a file: every line is counted, the first few are shown. */
export class BrokenLines {
  readonly #file: string
  readonly #shown: string[] = []
  #count = 0

  constructor(file: string) {
    this.#file = file
  }

  /** @param line counted from 1 */
  add(line: number, reason: string): void {
    this.#count++
    if (this.#shown.length < MOST_SHOWN) this.#shown.push(`${this.#file}:${line}: ${reason}`)
  }

  /** @throws ScenarioError (104) when a line was broken */
  throwIfAny(): void {
    if (this.#count === 0) return
    const lines = this.#count === 1 ? '1 line' : `${this.#count} lines`
    const more = this.#count > MOST_SHOWN ? `\n… and ${this.#count - MOST_SHOWN} more` : ''
    throw new ScenarioError(
      `${this.#file}: ${lines} cannot be read; correct or remove them:\n${this.#shown.join('\n')}${more}`,
      104,
      this.#shown,
    )
  }
}
