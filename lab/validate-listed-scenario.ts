import type { ScenarioKind } from './scenario-kind.ts'
import { checkOfKind, invalidScenario } from './validate-scenario.ts'

/** An element of the list that a file exports. */
export interface ListedScenario {
  readonly value: unknown
  readonly index: number
  /** `null` where it has none that could be shown. */
  readonly name: string | null
}

/**
 * Checks a scenario of a list and fills in its defaults.
 *
 * @param source text of the file, to say where a problem stands
 * @throws ScenarioError (104) with everything that is wrong
 */
export async function validateListedScenario<Checked>(
  kind: ScenarioKind<Checked>,
  { value, index, name }: ListedScenario,
  file: string,
  source: string,
): Promise<Checked> {
  const checked = checkOfKind(kind, value)
  if (checked.problems === null) return checked.scenario
  // It brings a parser along, which is not needed where nothing is wrong.
  const { locateListedKey } = await import('./locate-listed-key.ts')
  const what = `${file}: [${index}]${name === null ? '' : ` (${name})`}`
  const locate = (path: readonly PropertyKey[]) => locateListedKey(source, file, index, path)
  throw invalidScenario(what, file, checked.problems, locate, { kind, base: [index] })
}
