import { nearestName } from '../models/scenario/nearest-name.ts'
import { OtherKind } from './other-kind.ts'
import { ScenarioError } from './scenario-error.ts'
import { type ScenarioReference, scenarioReference } from './scenario-reference.ts'
import type { ScenarioKind } from './scenario-kind.ts'
import { kindOf } from './scenario-kinds.ts'
import { SeveralScenarios } from './several-scenarios.ts'
import { UsageError } from './usage-error.ts'
import { validateListedScenario } from './validate-listed-scenario.ts'
import { validateOfKind } from './validate-scenario.ts'

/**
 * The scenario that is meant, checked, out of what a file exports: one scenario, or a list of them.
 *
 * @param kind that is needed
 * @param source text of the file, to say where a problem stands
 * @throws ScenarioError (104) when it is invalid, or the list is empty or names two alike
 * @throws SeveralScenarios for a list without a name, when all that are in it are valid
 * @throws UsageError when there is none of that name; OtherKind when what is meant is of another kind
 */
export async function chooseScenario<Checked>(
  kind: ScenarioKind<Checked>,
  exported: unknown,
  reference: ScenarioReference,
  source: string,
): Promise<Checked> {
  const { file, name } = reference
  if (!Array.isArray(exported)) {
    if (name !== null && nameOf(exported) !== name) throw unknownScenario(reference, [nameOf(exported)])
    requireKind(kind, exported, reference)
    return validateOfKind(kind, exported, file, source)
  }
  const list: readonly unknown[] = exported
  const names = list.map(nameOf)
  requireList(names, file)
  if (name === null) {
    await validateAll(list, file, source)
    throw new SeveralScenarios(
      file,
      names.filter((each) => each !== null),
    )
  }
  const index = names.indexOf(name)
  if (index === -1) throw unknownScenario(reference, names)
  requireKind(kind, list[index], reference)
  return validateListedScenario(kind, { value: list[index], index, name }, file, source)
}

function requireKind(needed: ScenarioKind, value: unknown, reference: ScenarioReference): void {
  const kind = kindOf(value)
  if (kind !== needed) throw new OtherKind(scenarioReference(reference), kind, needed)
}

/** Each by its own kind. @throws ScenarioError with what is wrong in any of them */
async function validateAll(list: readonly unknown[], file: string, source: string): Promise<void> {
  const errors: ScenarioError[] = []
  for (const [index, value] of list.entries()) {
    try {
      await validateListedScenario(kindOf(value), { value, index, name: nameOf(value) }, file, source)
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      errors.push(error)
    }
  }
  if (errors.length === 0) return
  const problems = errors.flatMap((error) => error.problems)
  throw new ScenarioError(errors.map(({ message }) => message).join('\n'), 104, problems)
}

function requireList(names: ReadonlyArray<string | null>, file: string): void {
  if (names.length === 0) {
    throw new ScenarioError(
      `${file}: the list of scenarios is empty; write: export default [defineScenario({ … })]`,
    )
  }
  for (const [index, name] of names.entries()) {
    const first = names.indexOf(name)
    if (name === null || first === index) continue
    throw new ScenarioError(
      `${file}: [${first}] and [${index}] are both named ${name}; scenarios of one file have distinct names, so rename one`,
    )
  }
}

function unknownScenario(reference: ScenarioReference, names: ReadonlyArray<string | null>): UsageError {
  const { file, name } = reference
  const known = names.filter((each) => each !== null)
  const near = nearestName(name ?? '', known)
  const there =
    near === null
      ? `its scenarios: ${known.join(', ')}`
      : `did you mean ${scenarioReference({ file, name: near })}?`
  const what = name === '' ? 'no name stands after #' : `there is no scenario ${name} in it`
  return new UsageError(
    `${scenarioReference(reference)}: ${what}; ${known.length === 0 ? 'none there has a name' : there}`,
  )
}

function nameOf(scenario: unknown): string | null {
  if (typeof scenario !== 'object' || scenario === null || !('name' in scenario)) return null
  return typeof scenario.name === 'string' ? scenario.name : null
}
