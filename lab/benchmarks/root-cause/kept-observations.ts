import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { InjectedFault } from '../../../models/root-cause/cascade-view.ts'
import type { Observation } from '../../../models/root-cause/observation.ts'

/** One injection as the services saw it, to be looked at again by another method. */
export interface KeptInjection {
  readonly seed: number
  readonly injected: InjectedFault
  /** Whether all was answered soon without the fault. */
  readonly wasHealthy: boolean
  readonly healthy: Observation
  readonly faulty: Observation
}

/** Writes one into a folder, which is made where there is none. */
export async function keepInjection(folder: string, kept: KeptInjection): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${kept.seed}.json`), JSON.stringify(kept))
}

/** Those of a folder, in the order of their seeds. @throws the system's error, or SyntaxError for what is no JSON */
export async function readKeptInjections(folder: string): Promise<readonly KeptInjection[]> {
  const names = (await readdir(folder)).filter((name) => /^-?\d+\.json$/.test(name))
  const kept = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as KeptInjection),
  )
  return kept.toSorted((a, b) => a.seed - b.seed)
}
