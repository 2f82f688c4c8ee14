import type { BenchControls } from './bench-result.ts'

/** A terminal to read keys from. */
export interface KeyInput {
  readonly isTTY?: boolean
  setRawMode(raw: boolean): unknown
  on(event: 'data', listener: (keys: Uint8Array | string) => void): unknown
  off(event: 'data', listener: (keys: Uint8Array | string) => void): unknown
  resume(): unknown
  pause(): unknown
}

export interface LiveControlsOptions {
  readonly input: KeyInput
  /** Takes a line for the user. */
  readonly say: (line: string) => void
  /** Does what Ctrl-C does elsewhere: a terminal in raw mode sends no signal. */
  readonly interrupt: () => void
  /** Told when the process exits, whatever the reason. */
  readonly exits: {
    once(event: 'exit', listener: () => void): unknown
    off(event: 'exit', listener: () => void): unknown
  }
}

const HELP = 'keys: + and - a tenth faster, slower; p pause, go on; q finish now; Ctrl-C stop'

const TENTHS_AS_PLANNED = 10
const FEWEST_TENTHS = 1
const MOST_TENTHS = 100

/** What a user can press while a bench runs. */
export class LiveControls {
  readonly #options: LiveControlsOptions
  #tenths = TENTHS_AS_PLANNED
  #paused = false
  #finishing = false
  #controls: BenchControls | null = null

  constructor(options: LiveControlsOptions) {
    this.#options = options
  }

  /** Listens until `stop`, or until the process exits; does nothing where the input is no terminal. */
  start(controls: BenchControls): void {
    const { input, exits, say } = this.#options
    if (this.#controls !== null || input.isTTY !== true) return
    this.#controls = controls
    exits.once('exit', this.#stop)
    input.setRawMode(true)
    input.on('data', this.#onKeys)
    input.resume()
    say(HELP)
  }

  /** Gives the terminal back as it was. */
  stop(): void {
    if (this.#controls === null) return
    this.#controls = null
    const { input, exits } = this.#options
    exits.off('exit', this.#stop)
    input.off('data', this.#onKeys)
    input.setRawMode(false)
    input.pause()
  }

  readonly #stop = (): void => this.stop()

  readonly #onKeys = (keys: Uint8Array | string): void => {
    const text = typeof keys === 'string' ? keys : new TextDecoder().decode(keys)
    // Arrows and function keys come as an escape and what looks like other keys.
    if (text.startsWith('\u001b')) return
    for (const key of text) this.#press(key)
  }

  #press(key: string): void {
    if (key === '\u0003') this.#options.interrupt()
    else if (this.#finishing) return
    else if (key === '+' || key === '=') this.#change(1)
    else if (key === '-' || key === '_') this.#change(-1)
    else if (key === 'p' || key === ' ') this.#togglePause()
    else if (key === 'q') this.#finish()
  }

  #change(tenths: number): void {
    this.#tenths = Math.min(MOST_TENTHS, Math.max(FEWEST_TENTHS, this.#tenths + tenths))
    if (!this.#paused) this.#setPace()
  }

  #togglePause(): void {
    this.#paused = !this.#paused
    this.#setPace()
  }

  #setPace(): void {
    this.#controls?.setPace(this.#paused ? 0 : this.#tenths / TENTHS_AS_PLANNED)
  }

  #finish(): void {
    this.#finishing = true
    this.#options.say('finishing: nothing more is sent, answers are waited for')
    this.#controls?.finish()
  }
}
