import type { Cascade } from '../../models/scenario/cascade-schema.ts'
import { refuseOutOfRange } from '../load-scenario.ts'
import { readExported } from '../read-exported.ts'
import { CASCADE_KIND } from '../scenario-kinds.ts'
import { scenarioHash } from '../scenario-hash.ts'
import { planCascade } from './cascade-plan.ts'

export interface LoadedCascade {
  /** The file as the user named it, with `#` and the cascade's name where the file exports a list. */
  readonly reference: string
  readonly cascade: Cascade
  /** SHA-256 of the compiled module, in hex. */
  readonly hash: string
}

/**
 * Compiles a cascade, runs it and checks it.
 *
 * @param named its file, or `file.ts#name` for one of the list that a file exports
 * @param outFile where the compiled module goes; its name ends in `.mjs`
 * @throws what `readExported` throws; ScenarioError (104) for a fault that cannot be at its service
 */
export async function loadCascade(named: string, outFile: string): Promise<LoadedCascade> {
  const { scenario, reference, compiled } = await readExported(CASCADE_KIND, named, outFile)
  refuseOutOfRange(`${reference}: faults`, () => planCascade(scenario, scenario.seed, 'quick'))
  return { reference, cascade: scenario, hash: await scenarioHash(compiled.code, []) }
}
