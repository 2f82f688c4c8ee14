import { inlineSourceMap } from './bundle/compile-scenario.ts'
import { describeThrown } from './describe-thrown.ts'
import { ScenarioError } from './scenario-error.ts'

/** What a scenario's own function threw while it ran, as the error that ends the run (107). */
export function scenarioThrew(thrown: unknown, scenarioFile: string, modulePath: string): ScenarioError {
  const sourceMap = inlineSourceMap(modulePath)
  return new ScenarioError(describeThrown(thrown, scenarioFile, modulePath, sourceMap, 'while it ran'), 107)
}
