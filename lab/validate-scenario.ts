import { type ScenarioProblem, describeIssues, formatPath } from '../models/scenario/describe-issues.ts'
import type { Scenario } from '../models/scenario/schema.ts'
import { locateKey } from './locate-key.ts'
import { ScenarioError } from './scenario-error.ts'
import type { ScenarioKind } from './scenario-kind.ts'
import { POOL_KIND } from './scenario-kinds.ts'

/**
 * Checks a scenario of a pool and fills in its defaults.
 *
 * @param value what the scenario file exports
 * @param file the name of that file
 * @param source its text, to say where a problem stands
 * @throws ScenarioError (104) with everything that is wrong
 */
export function validateScenario(value: unknown, file: string, source = ''): Scenario {
  return validateOfKind(POOL_KIND, value, file, source)
}

/** The same for a scenario of any kind. */
export function validateOfKind<Checked>(
  kind: ScenarioKind<Checked>,
  value: unknown,
  file: string,
  source: string,
): Checked {
  const checked = checkOfKind(kind, value)
  if (checked.problems === null) return checked.scenario
  throw invalidScenario(file, file, checked.problems, (path) => locateKey(source, path), { kind })
}

/** A program can make thousands of mistakes of one kind; each is looked for in the file's text. */
const MOST_SHOWN = 50

type Checked<Valid> =
  | { readonly scenario: Valid; readonly problems: null }
  | { readonly scenario: null; readonly problems: readonly ScenarioProblem[] }

/** @returns the scenario with its defaults, or everything that is wrong with it */
export function checkScenario(value: unknown): Checked<Scenario> {
  return checkOfKind(POOL_KIND, value)
}

/** @returns the same for a scenario of any kind */
export function checkOfKind<Valid>({ schema }: ScenarioKind<Valid>, value: unknown): Checked<Valid> {
  const checked = schema.safeParse(value)
  if (checked.success) return { scenario: checked.data, problems: null }
  return { scenario: null, problems: describeIssues(checked.error.issues, value) }
}

/**
 * @param what is not valid
 * @param file where it stands
 * @param locate where a key stands in the file, as `line:column`; asked only for what is written there
 * @param of its kind, and the path of the scenario within what the file exports
 */
export function invalidScenario(
  what: string,
  file: string,
  problems: readonly ScenarioProblem[],
  locate: (path: readonly PropertyKey[]) => string | null,
  of: { readonly kind: Pick<ScenarioKind, 'noun'>; readonly base?: readonly PropertyKey[] },
): ScenarioError {
  const lines = problems.slice(0, MOST_SHOWN).map(({ path, found, text }) => {
    const place = found === null ? null : locate(path)
    const at = place === null ? file : `${file}:${place}`
    const shown = formatPath([...(of.base ?? []), ...path])
    return shown === '' ? `${at}: ${text}` : `${at}: ${shown}: ${text}`
  })
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
  const rest = problems.length - lines.length
  if (rest > 0) lines.push(`… and ${rest} more`)
  return new ScenarioError(
    `${what} is not a valid ${of.kind.noun}, ${count}:\n${lines.join('\n')}`,
    104,
    lines,
  )
}
