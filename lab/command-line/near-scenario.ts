import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { nearName } from './near-name.ts'

const SCENARIO = /(?<!\.d)(?<!\.test)\.[cm]?[jt]s$/
/** Where scenarios lie by custom. */
const FOLDER = 'scenarios'
/** In a folder with more, none is looked at: distances to all would take too long. */
const MOST_FILES = 2000

/**
 * The scenario file that was probably meant: one of that name in the same folder, the working directory or
 * `scenarios/`, else the one with the nearest name there. `null` when there is none near.
 *
 * @param written a path or a name, with or without an ending
 */
export function nearScenario(written: string): string | null {
  const sought = nameOf(written)
  const folders = [...new Set([dirname(written), '.', FOLDER])]
  const files = folders.flatMap(scenariosIn)
  const same = files.find((file) => nameOf(file) === sought)
  if (same !== undefined) return same
  const near = nearName(sought, files.map(nameOf))
  return files.find((file) => nameOf(file) === near) ?? null
}

/** The scenario of exactly that name in `scenarios/` or the working directory, or `null`. */
export function scenarioNamed(name: string): string | null {
  const near = name === '' ? null : nearScenario(name)
  return near !== null && nameOf(near) === nameOf(name) ? near : null
}

function scenariosIn(folder: string): string[] {
  try {
    const names = readdirSync(folder)
      .filter((name) => SCENARIO.test(name))
      .sort()
    if (names.length > MOST_FILES) return []
    return names.map((name) => join(folder, name)).filter(isFile)
  } catch {
    return []
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function nameOf(path: string): string {
  return basename(path, SCENARIO.test(path) ? extname(path) : '')
}
