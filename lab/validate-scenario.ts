import { type ScenarioProblem, describeIssues, formatPath } from '../models/scenario/describe-issues.ts'
import { type Scenario, scenarioSchema } from '../models/scenario/schema.ts'
import { locateKey } from './locate-key.ts'
import { ScenarioError } from './scenario-error.ts'

/**
 * Checks a scenario and fills in its defaults.
 *
 * @param value what the scenario file exports
 * @param file the name of that file
 * @param source its text, to say where a problem stands
 * @throws ScenarioError (104) with everything that is wrong
 */
export function validateScenario(value: unknown, file: string, source = ''): Scenario {
  const checked = checkScenario(value)
  if (checked.scenario !== null) return checked.scenario
  throw invalidScenario(file, file, checked.problems, (path) => locateKey(source, path))
}

/** A program can make thousands of mistakes of one kind; each is looked for in the file's text. */
const MOST_SHOWN = 50

type Checked =
  { readonly scenario: Scenario } | { readonly scenario: null; readonly problems: readonly ScenarioProblem[] }

/** @returns the scenario with its defaults, or everything that is wrong with it */
export function checkScenario(value: unknown): Checked {
  const checked = scenarioSchema.safeParse(value)
  if (checked.success) return { scenario: checked.data }
  return { scenario: null, problems: describeIssues(checked.error.issues, value) }
}

/**
 * @param what is not valid
 * @param file where it stands
 * @param locate where a key stands in the file, as `line:column`; asked only for what is written there
 * @param base path of the scenario within what the file exports
 */
export function invalidScenario(
  what: string,
  file: string,
  problems: readonly ScenarioProblem[],
  locate: (path: readonly PropertyKey[]) => string | null,
  base: readonly PropertyKey[] = [],
): ScenarioError {
  const lines = problems.slice(0, MOST_SHOWN).map(({ path, found, text }) => {
    const place = found === null ? null : locate(path)
    const at = place === null ? file : `${file}:${place}`
    const shown = formatPath([...base, ...path])
    return shown === '' ? `${at}: ${text}` : `${at}: ${shown}: ${text}`
  })
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
  const rest = problems.length - lines.length
  if (rest > 0) lines.push(`… and ${rest} more`)
  return new ScenarioError(`${what} is not a valid scenario, ${count}:\n${lines.join('\n')}`, 104, lines)
}
