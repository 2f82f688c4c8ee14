import type { ScenarioInput } from '../../models/scenario/schema.ts'
import { UsageError } from '../usage-error.ts'
import { isRecord, shown } from './require-options.ts'

/**
 * A scenario as callers give it: its file's path, or itself.
 *
 * @throws UsageError for what can be neither
 */
export function scenarioGiven(scenario: unknown): string | ScenarioInput {
  if (scenario instanceof URL || (typeof scenario === 'string' && scenario.startsWith('file:'))) {
    throw new UsageError(
      `${scenario.toString()} is a URL: a scenario is named by its path, which fileURLToPath of node:url gives`,
    )
  }
  if (typeof scenario === 'string' && scenario !== '') return scenario
  if (Array.isArray(scenario)) throw new UsageError('a list of scenarios: give one of them at a time')
  // What is in it is looked at where it is checked.
  if (isRecord(scenario)) return scenario as ScenarioInput
  throw new UsageError(`${shown(scenario)} is no scenario: give its file's path, or the scenario itself`)
}
