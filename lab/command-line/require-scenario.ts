import { statSync } from 'node:fs'
import { ScenarioError } from '../scenario-error.ts'
import { UsageError } from '../usage-error.ts'
import { readScenarioReference } from '../scenario-reference.ts'
import { nearScenario } from './near-scenario.ts'

/** What an argument that names a scenario is, in help. */
export const SCENARIO_FILE =
  'a scenario file (TypeScript, JavaScript or JSON), or file.ts#name where it has several'

/**
 * Refuses a scenario whose file is not there before anything slow is imported, with the name that was probably meant.
 *
 * @param text `file.ts` or `file.ts#name`
 * @throws ScenarioError (104), UsageError for a URL
 */
export function requireScenario(text: string): void {
  if (/^https?:\/\//i.test(text)) {
    throw new UsageError(
      `${text} is a URL, and no scenario; to measure it without one: kneepoint bench ${text}`,
    )
  }
  const { file } = readScenarioReference(text)
  if (statSync(file, { throwIfNoEntry: false }) !== undefined) return
  const near = nearScenario(file)
  const advice = near === null ? 'check the path of the scenario' : `did you mean ${near}?`
  throw new ScenarioError(`${file}: no such file; ${advice}`)
}
