import { createLogUpdate } from 'log-update'

/** Says on stderr what a run is doing: one live line on a terminal, a line every ten seconds elsewhere. */
export interface Progress {
  /** What is going on now; replaces what was said before. */
  show(line: string): void
  /** A line that stays. */
  say(line: string): void
  /** Takes the live line away. */
  end(): void
}

/** @param clock in ms */
export function createProgress(
  stream: NodeJS.WriteStream,
  clock: () => number,
  env: NodeJS.ProcessEnv = process.env,
): Progress {
  return stream.isTTY && env['CI'] === undefined ? liveProgress(stream, clock) : plainProgress(stream, clock)
}

const FRAME_MS = 250
const LINE_MS = 10_000

function liveProgress(stream: NodeJS.WriteStream, clock: () => number): Progress {
  const update = createLogUpdate(stream)
  let shownMs = -Infinity
  return {
    show(line) {
      if (clock() - shownMs < FRAME_MS) return
      shownMs = clock()
      update(line.slice(0, Math.max(20, (stream.columns ?? 80) - 1)))
    },
    say(line) {
      update.clear()
      stream.write(`${line}\n`)
    },
    end() {
      update.clear()
      update.done()
    },
  }
}

function plainProgress(stream: NodeJS.WriteStream, clock: () => number): Progress {
  let saidMs = clock()
  return {
    show(line) {
      if (clock() - saidMs < LINE_MS) return
      saidMs = clock()
      stream.write(`${line}\n`)
    },
    say(line) {
      saidMs = clock()
      stream.write(`${line}\n`)
    },
    end() {},
  }
}
