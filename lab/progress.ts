import { stripVTControlCharacters } from 'node:util'
import { createLogUpdate } from 'log-update'
import { fitText } from '../reports/terminal/fit-text.ts'
import type { Paint } from '../reports/terminal/paint.ts'
import { liveLine } from './live/live-line.ts'
import { liveRows } from './live/live-rows.ts'
import { LiveState } from './live/live-state.ts'
import type { LiveUpdate } from './live/live-update.ts'
import { canRedraw } from './live/terminal-abilities.ts'
import { createPaint } from './live/terminal-paint.ts'
import { textWidth, withoutControls } from '../reports/terminal/text-width.ts'
import type { Verbosity } from './live/verbosity.ts'

/**
 * Says on stderr what a command is doing: a few live rows on a terminal, a line every ten seconds elsewhere, nothing of
 * it when it is to be quiet.
 */
export interface Progress {
  /** What is going on now: in words, which end what was said of a load, or in figures. */
  show(now: string | LiveUpdate): void
  /** A line that stays. */
  say(line: string, weight?: Weight): void
  /** Takes the live rows away. */
  end(): void
}

/** `warning` is said to those too who want quiet, `detail` only to those who want to know every step. */
export type Weight = 'warning' | 'news' | 'detail'

export interface ProgressOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly verbosity?: Verbosity
  /** Calls a function after so many ms, unless what it returns is called before. */
  readonly later?: (run: () => void, ms: number) => () => void
  /** Of this process: what writes to the terminal when it is to end finds it clear. */
  readonly signals?: Pick<NodeJS.Process, 'prependListener' | 'off'>
}

/** @param clock in ms */
export function createProgress(
  stream: NodeJS.WriteStream,
  clock: () => number,
  options: ProgressOptions = {},
): Progress {
  const { env = process.env, verbosity = 'normal', later = laterOnTimer, signals = process } = options
  const screen =
    verbosity === 'quiet'
      ? silentScreen(stream)
      : canRedraw(stream, env)
        ? new LiveScreen(stream, { clock, paint: createPaint(stream, env), later, signals })
        : new LogScreen(stream, clock)
  const said: Readonly<Record<Verbosity, readonly Weight[]>> = {
    quiet: ['warning'],
    normal: ['warning', 'news'],
    verbose: ['warning', 'news', 'detail'],
  }
  return {
    show: (now) => screen.show(typeof now === 'string' ? { what: now, load: null } : now),
    say(line, weight = 'news') {
      if (said[verbosity].includes(weight))
        screen.say(line.split('\n').map(withoutControls).join('\n').trimEnd())
    },
    end: () => screen.end(),
  }
}

interface Screen {
  show(update: LiveUpdate): void
  say(line: string): void
  end(): void
}

interface LiveScreenOptions extends Required<Pick<ProgressOptions, 'later' | 'signals'>> {
  readonly clock: () => number
  readonly paint: Paint
}

const FRAME_MS = 250
const LINE_MS = 10_000
const USUAL_COLUMNS = 80
const USUAL_ROWS = 24

/** Rows that are drawn again, at most four times a second; what comes sooner is drawn when its time has come. */
class LiveScreen implements Screen {
  readonly #stream: NodeJS.WriteStream
  readonly #options: LiveScreenOptions
  readonly #state = new LiveState()
  readonly #log: ReturnType<typeof createLogUpdate>
  #drawnMs = -Infinity
  #cancelFrame: (() => void) | null = null
  #widthsDrawn: readonly number[] = []
  #columnsDrawn = 0

  constructor(stream: NodeJS.WriteStream, options: LiveScreenOptions) {
    this.#stream = stream
    this.#options = options
    // A cursor that is hidden stays hidden when the process is killed or stopped.
    this.#log = createLogUpdate(sized(stream), { showCursor: true })
  }

  show(update: LiveUpdate): void {
    const nowMs = this.#options.clock()
    this.#state.take(update, nowMs)
    const waitMs = this.#drawnMs + FRAME_MS - nowMs
    if (waitMs <= 0) this.#draw()
    else this.#cancelFrame ??= this.#options.later(() => this.#draw(), waitMs)
  }

  say(line: string): void {
    const wasDrawn = this.#widthsDrawn.length > 0
    this.#clear()
    const columns = sized(this.#stream).columns
    for (const row of line.split('\n').flatMap((each) => fitText(each, columns, '  '))) {
      this.#stream.write(`${row}\n`)
    }
    if (wasDrawn) this.#draw()
  }

  end(): void {
    this.#cancelFrame?.()
    this.#cancelFrame = null
    this.#clear()
    this.#log.done()
  }

  #draw(): void {
    const { clock, paint } = this.#options
    this.#cancelFrame?.()
    this.#cancelFrame = null
    this.#drawnMs = clock()
    const { columns, rows: height } = sized(this.#stream)
    // A terminal goes on to the next line when the last column is full, and the cursor takes a line below the rows.
    const rows = liveRows(this.#state.view(this.#drawnMs), {
      columns: Math.max(1, columns - 1),
      paint,
    }).slice(0, Math.max(1, height - 1))
    // log-update patches a frame line by line, which goes wrong when there are more lines than before, or fewer.
    if (rows.length !== this.#widthsDrawn.length || columns !== this.#columnsDrawn) this.#clear()
    if (rows.length === 0) return
    if (this.#widthsDrawn.length === 0) this.#listen()
    this.#widthsDrawn = rows.map((row) => textWidth(stripVTControlCharacters(row)))
    this.#columnsDrawn = columns
    this.#log(rows.join('\n'))
  }

  #listen(): void {
    const { signals } = this.#options
    for (const signal of ENDING) signals.prependListener(signal, this.#clear)
    signals.prependListener('SIGCONT', this.#drawAnew)
  }

  /** @returns whether there was a frame */
  #forget(): boolean {
    if (this.#widthsDrawn.length === 0) return false
    this.#widthsDrawn = []
    const { signals } = this.#options
    for (const signal of ENDING) signals.off(signal, this.#clear)
    signals.off('SIGCONT', this.#drawAnew)
    return true
  }

  readonly #clear = (): void => {
    const wrapped = moreRows(this.#widthsDrawn, sized(this.#stream).columns)
    if (!this.#forget()) return
    this.#log.clear()
    if (wrapped > 0) this.#stream.write(`${UP_AND_ERASE.repeat(wrapped)}\r`)
  }

  /** Below what a shell wrote while the process was stopped. */
  readonly #drawAnew = (): void => {
    if (!this.#forget()) return
    this.#log.done()
    this.#draw()
  }
}

const ENDING = ['SIGINT', 'SIGTERM'] as const
/** CUU and EL of ECMA-48. */
const UP_AND_ERASE = '\u001b[1A\u001b[2K'

/** So many rows more a frame takes in a terminal that has become narrower: most wrap again what they show. */
function moreRows(widths: readonly number[], columns: number): number {
  return widths.reduce((sum, width) => sum + Math.max(0, Math.ceil(width / columns) - 1), 0)
}

/** The stream, and a usual size where the terminal does not say its own. */
function sized(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  const screen: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'rows'> & { write(text: string): boolean } = {
    isTTY: true,
    get columns() {
      return stream.columns || USUAL_COLUMNS
    },
    get rows() {
      return stream.rows || USUAL_ROWS
    },
    write: (text) => stream.write(text),
  }
  return screen as NodeJS.WriteStream
}

/** A line now and then, where what was written stays. */
class LogScreen implements Screen {
  readonly #stream: NodeJS.WriteStream
  readonly #clock: () => number
  readonly #state = new LiveState()
  #saidMs: number

  constructor(stream: NodeJS.WriteStream, clock: () => number) {
    this.#stream = stream
    this.#clock = clock
    this.#saidMs = clock()
  }

  show(update: LiveUpdate): void {
    const nowMs = this.#clock()
    this.#state.take(update, nowMs)
    if (nowMs - this.#saidMs >= LINE_MS) this.say(liveLine(this.#state.view(nowMs)))
  }

  say(line: string): void {
    this.#saidMs = this.#clock()
    this.#stream.write(`${line}\n`)
  }

  end(): void {}
}

function silentScreen(stream: NodeJS.WriteStream): Screen {
  return { show() {}, say: (line) => void stream.write(`${line}\n`), end() {} }
}

function laterOnTimer(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms)
  timer.unref()
  return () => clearTimeout(timer)
}
