import type { CallFrame } from './cpu-profile.ts'
import type { Frame } from './stack-profile.ts'

/** Gives each frame one number, however often it comes. */
export class FrameTable {
  readonly #frames: Frame[] = []
  readonly #indexes = new Map<string, number>()

  get frames(): readonly Frame[] {
    return this.#frames
  }

  indexOf(frame: Frame): number {
    const key = frameKey(frame)
    const known = this.#indexes.get(key)
    if (known !== undefined) return known
    const index = this.#frames.push(frame) - 1
    this.#indexes.set(key, index)
    return index
  }
}

/** The same for equal frames, and for no others. */
export function frameKey({ functionName, file, line, column }: Frame): string {
  return `${file}\n${line}\n${column}\n${functionName}`
}

/** A frame as V8 gives it, as profiles here have it: `file:` URLs become paths, and lines count from 1. */
export function frameOfCall({ functionName, url, lineNumber, columnNumber }: CallFrame): Frame {
  // What has no name and begins where its file does is the module itself.
  const nameless = url !== '' && lineNumber <= 0 && columnNumber <= 0 ? '(module)' : '(anonymous)'
  return {
    functionName: functionName === '' ? nameless : functionName,
    file: pathOf(url),
    line: Math.max(0, lineNumber + 1),
    column: Math.max(0, columnNumber + 1),
  }
}

function pathOf(url: string): string {
  if (!url.startsWith('file://')) return url
  const path = url.slice('file://'.length)
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
