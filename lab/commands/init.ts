import { lstatSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { EXIT } from '../exit-codes.ts'
import { type InitFile, planFiles, SCENARIO } from '../init/init-files.ts'
import { initDocument, initText } from '../init/init-output.ts'
import { type InitFlags, readInitPlan } from '../init/read-init-plan.ts'
import { writeFiles } from '../init/write-files.ts'
import { UsageError } from '../usage-error.ts'

/**
 * Writes a scenario to start from, a workflow, and what goes with them; says what to do next.
 *
 * @param version of this program
 * @returns the exit code
 * @throws UsageError when a flag cannot be followed, or nothing can be written there; then nothing is
 */
export async function initCommand(directory: string, flags: InitFlags, version: string): Promise<number> {
  const plan = readInitPlan(directory, flags)
  const place = { directory: resolve(directory), force: flags.force, workflow: flags.workflow, version }
  try {
    requireFolder(place.directory, directory)
    refuseToIgnore(flags, place.directory)
    const files = await planFiles(plan, place)
    await writeFiles(files)
    const outcome = { plan, directory: place.directory, files, isDependency: await isDependency(files) }
    process.stdout.write(
      flags.json ? `${JSON.stringify(initDocument(outcome), null, 2)}\n` : initText(outcome),
    )
    return EXIT.ok
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error
    throw new UsageError(`${directory}: nothing was written: ${error.message}`)
  }
}

function requireFolder(path: string, written: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found !== undefined && !found.isDirectory()) throw new UsageError(`${written} is no directory`)
}

async function isDependency(files: readonly InitFile[]): Promise<boolean> {
  const manifest = files.find(({ path }) => basename(path) === 'package.json')
  if (manifest === undefined) return false
  const text = manifest.text ?? (await readFile(manifest.path, 'utf8'))
  return /"kneepoint"\s*:/.test(text)
}

/** A scenario that stays as it is would not be what was asked for. */
function refuseToIgnore({ force, url, client, name }: InitFlags, directory: string): void {
  const asked = Object.entries({ url, client, name }).flatMap(([flag, value]) =>
    value === undefined ? [] : [`--${flag}`],
  )
  const path = join(directory, SCENARIO)
  if (force || asked.length === 0 || lstatSync(path, { throwIfNoEntry: false }) === undefined) return
  throw new UsageError(
    `${SCENARIO} is there already and stays as it is, without what ${asked.join(' and ')} asked for; --force writes over it`,
  )
}
