import type { core } from 'zod'
import { nearestName } from './nearest-name.ts'
import { shortenValue } from './shorten-value.ts'

/** One thing that is wrong with a scenario. */
export interface ScenarioProblem {
  readonly path: readonly PropertyKey[]
  /** The value that stands at the path, shortened; `null` where nothing does. */
  readonly found: string | null
  /** What is wrong, without the path: what was found and what was expected. */
  readonly text: string
}

type Issue = core.$ZodIssue
type UnionIssue = Extract<Issue, { code: 'invalid_union' }>

/**
 * Says what the issues of a scenario mean. Of a union only the branch that was meant is reported.
 *
 * @param issues of the scenario schema, whose messages say what is expected (for unrecognised keys: the known ones)
 * @param value what was checked
 */
export function describeIssues(issues: readonly Issue[], value: unknown): readonly ScenarioProblem[] {
  const problems = issues.flatMap((issue) => describeIssue(issue, value, []))
  const seen = new Set<string>()
  return problems.filter((problem) => {
    const key = `${formatPath(problem.path)} ${problem.text}`
    return !seen.has(key) && seen.add(key)
  })
}

const LONGEST_NAME = 80

/** A path as it is written in source: `requests[1].weight`. */
export function formatPath(path: readonly PropertyKey[]): string {
  let formatted = ''
  for (const key of path) {
    const isName = typeof key === 'string' && key.length <= LONGEST_NAME && /^[A-Za-z_$][\w$]*$/.test(key)
    if (isName) formatted += formatted === '' ? key : `.${key}`
    else formatted += typeof key === 'string' ? `[${shortenValue(key)}]` : `[${String(key)}]`
  }
  return formatted
}

function describeIssue(
  issue: Issue,
  value: unknown,
  base: readonly PropertyKey[],
): readonly ScenarioProblem[] {
  const path = [...base, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => describeUnknownKey([...path, key], issue.message.split(', '), value))
  }
  if (issue.code === 'invalid_key') {
    const expected = issue.issues[0]?.message ?? issue.message
    const found = shortenValue(path.at(-1))
    return [{ path, found, text: `found the name ${found}, expected ${expected}` }]
  }
  if (issue.code === 'invalid_union') return describeUnion(issue, value, path)
  return [describeMismatch(path, issue.message, value)]
}

function describeUnknownKey(
  path: readonly PropertyKey[],
  known: readonly string[],
  value: unknown,
): ScenarioProblem {
  const near = nearestName(String(path.at(-1)), known)
  const hint = near === null ? `known here: ${known.join(', ')}` : `did you mean ${near}?`
  return { path, found: shortenValue(valueAt(value, path)), text: `unknown key; ${hint}` }
}

function describeMismatch(path: readonly PropertyKey[], expected: string, value: unknown): ScenarioProblem {
  const there = valueAt(value, path)
  if (there === undefined) return { path, found: null, text: `missing, expected ${expected}` }
  const found = shortenValue(there)
  const choices = /^one of (.+)$/.exec(expected)?.[1]?.split(', ') ?? []
  const near = typeof there === 'string' ? nearestName(there, choices) : null
  const hint = near === null ? '' : `; did you mean ${near}?`
  return { path, found, text: `found ${found}, expected ${expected}${hint}` }
}

function describeUnion(
  issue: UnionIssue,
  value: unknown,
  path: readonly PropertyKey[],
): readonly ScenarioProblem[] {
  if ('options' in issue && issue.options !== undefined) {
    return [describeMismatch(path, `one of ${issue.options.join(', ')}`, value)]
  }
  const branch = branchThatWasMeant(issue.errors, valueAt(value, path))
  if (branch === null) return [describeMismatch(path, issue.message, value)]
  return branch.flatMap((inner) => describeIssue(inner, value, path))
}

/**
 * The branch of a union of objects whose required keys are all there; failing that the one that misses a key
 * which looks like a key that no branch knows. `null` when neither can be told.
 */
function branchThatWasMeant(
  branches: ReadonlyArray<readonly Issue[]>,
  value: unknown,
): readonly Issue[] | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const complete = branches.find((issues) => missingKeys(issues, value).length === 0)
  if (complete !== undefined) return complete
  const misspelt = branches.find((issues) => {
    const missing = missingKeys(issues, value)
    return unknownKeys(issues).some((key) => nearestName(key, missing) !== null)
  })
  return misspelt ?? null
}

function missingKeys(issues: readonly Issue[], value: object): readonly string[] {
  return issues
    .filter((issue) => issue.path.length === 1)
    .map((issue) => String(issue.path[0]))
    .filter((key) => valueAt(value, [key]) === undefined)
}

function unknownKeys(issues: readonly Issue[]): readonly string[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [],
  )
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined
    current = (current as Readonly<Record<PropertyKey, unknown>>)[key]
  }
  return current
}
