import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readEnvironment } from './environment.ts'
import { KindDirectory } from './kind-directory.ts'
import { RUN_SCHEMA_VERSION, RunDirectory } from './run-directory.ts'
import { directoryNameOf, resolveReference } from './scenario-reference.ts'

/** What a user asks of a run of another kind than the loop of stages. */
export interface KindRunWish {
  /** Its file, or `file.ts#name`. */
  readonly reference: string
  readonly quick: boolean
  /** In place of its own. */
  readonly seed: number | null
  /** Where runs are kept. */
  readonly root: string
  /** Aborted with `Interrupted` by Ctrl-C. */
  readonly signal: AbortSignal
}

/** A run of another kind that is over, whether it came to its end or not. */
export interface KindRun<Artifact extends object> {
  readonly directory: KindDirectory<Artifact>
  /** What ended it early, or `null`; what was finished by then is in the directory. */
  readonly failure: unknown
}

/** What is recorded of what was loaded. */
export interface LoadedKind {
  /** The file as the user named it, with `#` and its name where the file exports a list. */
  readonly reference: string
  readonly name: string
  readonly seed: number
  readonly hash: string
}

/**
 * Makes a run's directory and loads what is to be run into it. Where that cannot be loaded, no directory is left.
 *
 * @param load compiles it into the module of the given path, and checks it
 * @param describe what is recorded of it
 * @throws what `load` throws; RunDirectoryError when the directory cannot be made or written
 */
export async function beginKindRun<Artifact extends object, Loaded>(
  kind: string,
  { reference, quick, seed, root }: KindRunWish,
  load: (modulePath: string) => Promise<Loaded>,
  describe: (loaded: Loaded) => LoadedKind,
): Promise<{ readonly directory: KindDirectory<Artifact>; readonly loaded: Loaded }> {
  const startedAt = new Date().toISOString()
  const path = await RunDirectory.allocate(root, directoryNameOf(reference), startedAt)
  try {
    const loaded = await load(join(path, 'scenario.mjs'))
    const described = describe(loaded)
    const directory = await KindDirectory.begin<Artifact>(path, {
      schemaVersion: RUN_SCHEMA_VERSION,
      kind,
      name: described.name,
      scenarioFile: resolveReference(described.reference),
      scenarioHash: described.hash,
      seed: seed ?? described.seed,
      plan: quick ? 'quick' : 'full',
      startedAt,
      environment: readEnvironment(),
    })
    return { directory, loaded }
  } catch (error) {
    await rm(path, { recursive: true, force: true })
    throw error
  }
}
