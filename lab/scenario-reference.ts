import { statSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'

/** Which scenario is meant: a file's only one, or one of several. */
export interface ScenarioReference {
  readonly file: string
  /** What stands after `#`; `null` where nothing does. */
  readonly name: string | null
}

/**
 * Reads `file.ts` or `file.ts#name`. A file that really has such a name, `#` included, is that file.
 *
 * @param text as the user wrote it
 */
export function readScenarioReference(text: string): ScenarioReference {
  const [, file, name] = /^(.+)#([^#/\\]*)$/s.exec(text) ?? []
  if (file === undefined || name === undefined || isFile(text)) return { file: text, name: null }
  return { file, name }
}

/** One of the scenarios of a file, as it is named wherever a scenario can be. */
export function scenarioReference({ file, name }: ScenarioReference): string {
  return name === null ? file : `${file}#${name}`
}

/** The same reference with an absolute path. */
export function resolveReference(text: string): string {
  const { file, name } = readScenarioReference(text)
  return scenarioReference({ file: resolve(file), name })
}

/**
 * Whether a scenario that is named is the one of a run.
 *
 * @param text as the user wrote it; without a name, any scenario of the file
 * @param run `name`: of its scenario, which is known of files with only one too
 */
export function isReferenceTo(
  text: string,
  run: { readonly scenarioFile: string; readonly name: string },
): boolean {
  const { file, name } = readScenarioReference(text)
  return (
    resolve(file) === readScenarioReference(run.scenarioFile).file && (name === null || name === run.name)
  )
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

/** What a run of it is called in the folder of runs: `fan-out-orders` for `scenarios/fan-out.ts#orders`. */
export function directoryNameOf(reference: string): string {
  const { file, name } = readScenarioReference(reference)
  const ofFile = basename(file, extname(file))
  return (name === null ? ofFile : `${ofFile}-${name}`).replace(/[^\w.-]+/g, '-')
}
