import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../usage-error.ts'

/** Where scenarios lie unless they are named. */
const SCENARIOS = 'scenarios'

/**
 * The TypeScript and JavaScript files of a folder, sorted by name, without those in folders below and without
 * declarations.
 *
 * @throws UsageError when there are none, or the folder cannot be read
 */
export async function findScenarios(folder: string = SCENARIOS): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new UsageError(`${folder} cannot be read: ${error.message}`)
  })
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name)
  const files = names.filter((name) => SCENARIO_FILE.test(name)).sort()
  if (files.length === 0) {
    throw new UsageError(
      `there are no scenarios in ${folder}/ (*.ts, *.mjs, *.js): put some there, or name them, e.g. kneepoint nightly shop.ts`,
    )
  }
  return files.map((name) => join(folder, name))
}

const SCENARIO_FILE = /(?<!\.d)\.(?:ts|mjs|js)$/
