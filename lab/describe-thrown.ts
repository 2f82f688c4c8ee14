import nodeModule from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { displayPath } from './display-path.ts'

interface Frame {
  readonly caller: string
  readonly path: string
  readonly line: number
  readonly column: number
}

const FRAME = /^\s*at (?:(.*) \()?((?:file:\/\/)?[^()]+?):(\d+):(\d+)\)?$/
const MOST_FRAMES = 8

/**
 * What a scenario threw, with the frames that are its own, as they stand in its sources.
 *
 * @param file the scenario as the user named it
 * @param outFile the compiled module that was loaded
 * @param sourceMap of that module, as JSON
 * @param when it threw
 */
export function describeThrown(
  thrown: unknown,
  file: string,
  outFile: string,
  sourceMap: string,
  when = 'while it was loaded',
): string {
  const error = errorOf(thrown)
  if (error === null) return `${file} threw ${describeValue(thrown)} ${when}`
  const frames = parseStack(error.stack).map((frame) => mapFrame(frame, outFile, sourceMap))
  const sources = sourcesOf(sourceMap, outFile)
  const own = frames.filter((frame): frame is Frame => frame !== null && sources.has(frame.path))
  const lines = own.slice(0, MOST_FRAMES).map(({ caller, path, line, column }) => {
    const at = `${displayPath(path, file)}:${line}:${column}`
    return caller === '' ? `    at ${at}` : `    at ${caller} (${at})`
  })
  return [`${file} threw ${when}: ${error.name}: ${error.message}`, ...lines].join('\n')
}

interface ThrownError {
  readonly name: string
  readonly message: string
  readonly stack: string
}

/** `null` for what is no error, and for one that does not let itself be read: anything can be thrown. */
function errorOf(thrown: unknown): ThrownError | null {
  try {
    if (!(thrown instanceof Error)) return null
    const { name, message, stack } = thrown as { readonly [Key in keyof ThrownError]: unknown }
    return { name: String(name), message: String(message), stack: typeof stack === 'string' ? stack : '' }
  } catch {
    return null
  }
}

function describeValue(thrown: unknown): string {
  if (typeof thrown === 'string') return JSON.stringify(thrown)
  try {
    return String(thrown)
  } catch {
    return `${Array.isArray(thrown) ? 'a list' : 'an object'} that has no text`
  }
}

function parseStack(stack: string): readonly Frame[] {
  return stack.split('\n').flatMap((text) => {
    const match = FRAME.exec(text)
    if (match === null) return []
    const [, caller = '', location = '', line, column] = match
    const path = pathOf(location)
    return [
      { caller: caller === '<anonymous>' ? '' : caller, path, line: Number(line), column: Number(column) },
    ]
  })
}

/** A stack is text that a scenario may have written itself. */
function pathOf(location: string): string {
  if (!location.startsWith('file://')) return location
  try {
    return fileURLToPath(location.replace(/\?.*$/, ''))
  } catch {
    return location
  }
}

/** A frame of the compiled module as it stands in the source; frames that the runtime has mapped stay. */
function mapFrame(frame: Frame, outFile: string, sourceMap: string): Frame | null {
  if (frame.path.replace(/\?.*$/, '') !== resolve(outFile)) return frame
  if (nodeModule.SourceMap === undefined) return frame
  const map = new nodeModule.SourceMap(JSON.parse(sourceMap))
  const entry = map.findEntry(frame.line - 1, frame.column - 1)
  if (!('originalSource' in entry)) return null
  const path = resolve(dirname(resolve(outFile)), entry.originalSource)
  return { ...frame, path, line: entry.originalLine + 1, column: entry.originalColumn + 1 }
}

/** Absolute paths of everything that was bundled. */
function sourcesOf(sourceMap: string, outFile: string): ReadonlySet<string> {
  const { sources } = JSON.parse(sourceMap) as { readonly sources: readonly string[] }
  return new Set([resolve(outFile), ...sources.map((source) => resolve(dirname(resolve(outFile)), source))])
}
