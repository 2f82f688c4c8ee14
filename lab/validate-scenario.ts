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
  const checked = scenarioSchema.safeParse(value)
  if (checked.success) return checked.data
  const problems = describeIssues(checked.error.issues, value).map((problem) =>
    describeProblem(problem, file, source),
  )
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
  throw new ScenarioError(`${file} is not a valid scenario, ${count}:\n${problems.join('\n')}`, 104, problems)
}

function describeProblem(problem: ScenarioProblem, file: string, source: string): string {
  const place = problem.found === null ? null : locateKey(source, problem.path)
  const at = place === null ? file : `${file}:${place}`
  const path = formatPath(problem.path)
  return path === '' ? `${at}: ${problem.text}` : `${at}: ${path}: ${problem.text}`
}
