import { findSourceMap, type SourceMap } from 'node:module'
import { isAbsolute } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { CallFrame } from '../../models/profile/cpu-profile.ts'

type FindSourceMap = (file: string) => SourceMap | undefined

/**
 * Puts frames of code that was compiled before it ran, such as TypeScript, where their source is, as far as the runtime
 * keeps source maps: with a loader that turns them on, or `--enable-source-maps`.
 */
export class SourceFrames {
  readonly #find: FindSourceMap
  readonly #maps = new Map<string, SourceMap | null>()

  /** @param find by URL or path; the runtime's own unless told */
  constructor(find: FindSourceMap = findSourceMap) {
    this.#find = find
  }

  /** The frame itself where there is no map for it, or the map does not know the place. */
  toSource(frame: CallFrame): CallFrame {
    const map = this.#mapOf(frame.url)
    const entry = map?.findEntry(frame.lineNumber, frame.columnNumber)
    if (entry === undefined || !('originalSource' in entry)) return frame
    return {
      functionName: frame.functionName,
      scriptId: frame.scriptId,
      url: asUrl(entry.originalSource),
      lineNumber: entry.originalLine,
      columnNumber: entry.originalColumn,
    }
  }

  #mapOf(url: string): SourceMap | null {
    if (!url.startsWith('file:') && !isAbsolute(url)) return null
    let map = this.#maps.get(url)
    if (map === undefined) {
      // ES modules are kept by their URL, CommonJS ones by their path, and profiles may have either.
      map = this.#lookUp(url) ?? this.#lookUp(otherNameOf(url))
      this.#maps.set(url, map)
    }
    return map
  }

  #lookUp(file: string): SourceMap | null {
    try {
      return this.#find(file) ?? null
    } catch {
      return null
    }
  }
}

function otherNameOf(url: string): string {
  try {
    return isAbsolute(url) ? pathToFileURL(url).href : fileURLToPath(url)
  } catch {
    return url
  }
}

function asUrl(source: string): string {
  return isAbsolute(source) ? pathToFileURL(source).href : source
}
