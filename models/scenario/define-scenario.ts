import type { ScenarioInput } from './schema.ts'

/** Gives a scenario its type, and nothing else: it is checked when it is loaded. */
export function defineScenario(scenario: ScenarioInput): ScenarioInput {
  return scenario
}
