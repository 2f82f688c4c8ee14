import { createWriteStream, type WriteStream } from 'node:fs'

const TAIL_CHARACTERS = 4_000
/** UTF-8 takes up to four bytes for each. */
const TAIL_BYTES = 4 * TAIL_CHARACTERS
const MOST_LOG_BYTES = 64 * 2 ** 20

export type OutputName = 'stdout' | 'stderr'

/** What a command writes: the end of it, and up to 64 MiB of it in a file if one is given. */
export class CommandOutput {
  readonly #tails: Record<OutputName, Buffer> = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) }
  #log: WriteStream | null
  #loggedBytes = 0

  /** @param logFile is appended to; that it cannot be written is no reason to stop */
  constructor(logFile: string | undefined) {
    this.#log = logFile === undefined ? null : createWriteStream(logFile, { flags: 'a' })
    this.#log?.on('error', () => {
      this.#log = null
    })
  }

  push(name: OutputName, bytes: Buffer): void {
    this.#tails[name] = Buffer.from(Buffer.concat([this.#tails[name], bytes]).subarray(-TAIL_BYTES))
    this.#writeLog(bytes)
  }

  /** The last 4,000 characters at most, without blanks around them. */
  tail(name: OutputName): string {
    return this.#tails[name].toString('utf8').slice(-TAIL_CHARACTERS).trim()
  }

  /** The end of both, as the continuation of a sentence; empty where it wrote nothing. */
  describe(): string {
    const names = ['stderr', 'stdout'] as const
    return names
      .filter((name) => this.tail(name) !== '')
      .map((name) => `; it wrote to ${name}:\n${this.tail(name)}`)
      .join('\n')
  }

  /** Resolves when the file is whole. */
  close(): Promise<void> {
    const log = this.#log
    this.#log = null
    return new Promise((resolve) => {
      if (log === null || log.destroyed) resolve()
      else log.once('close', resolve).end()
    })
  }

  #writeLog(bytes: Buffer): void {
    if (this.#log === null || this.#loggedBytes > MOST_LOG_BYTES) return
    this.#loggedBytes += bytes.length
    this.#log.write(bytes)
    if (this.#loggedBytes > MOST_LOG_BYTES) this.#log.write('\n[what follows is not kept]\n')
  }
}
