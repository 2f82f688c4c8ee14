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
  if (!(thrown instanceof Error)) return `${file} threw ${describeValue(thrown)} ${when}`
  const frames = parseStack(thrown.stack ?? '').map((frame) => mapFrame(frame, outFile, sourceMap))
  const sources = sourcesOf(sourceMap, outFile)
  const own = frames.filter((frame): frame is Frame => frame !== null && sources.has(frame.path))
  const lines = own.slice(0, MOST_FRAMES).map(({ caller, path, line, column }) => {
    const at = `${displayPath(path, file)}:${line}:${column}`
    return caller === '' ? `    at ${at}` : `    at ${caller} (${at})`
  })
  return [`${file} threw ${when}: ${thrown.name}: ${thrown.message}`, ...lines].join('\n')
}

function describeValue(thrown: unknown): string {
  return typeof thrown === 'string' ? JSON.stringify(thrown) : String(thrown)
}

function parseStack(stack: string): readonly Frame[] {
  return stack.split('\n').flatMap((text) => {
    const match = FRAME.exec(text)
    if (match === null) return []
    const [, caller = '', location = '', line, column] = match
    const path = location.startsWith('file://') ? fileURLToPath(location.replace(/\?.*$/, '')) : location
    return [
      { caller: caller === '<anonymous>' ? '' : caller, path, line: Number(line), column: Number(column) },
    ]
  })
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
