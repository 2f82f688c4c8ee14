import { join } from 'node:path'
import { loadScenario, type LoadedScenario } from '../load-scenario.ts'
import { UsageError } from '../usage-error.ts'

export interface NightlyScenario {
  readonly file: string
  readonly loaded: LoadedScenario
}

/**
 * Loads all scenarios before anything is measured.
 *
 * @param directory where the compiled modules go
 * @throws UsageError when two have one name, by which histories are kept
 * @throws ScenarioError when one is invalid
 */
export async function loadNightlyScenarios(
  files: readonly string[],
  directory: string,
): Promise<NightlyScenario[]> {
  const scenarios: NightlyScenario[] = []
  for (const [i, file] of files.entries()) {
    const loaded = await loadScenario(file, join(directory, `scenario-${i}.mjs`))
    const other = scenarios.find(({ loaded: { scenario } }) => scenario.name === loaded.scenario.name)
    if (other !== undefined) {
      throw new UsageError(
        `${other.file} and ${file} are both named ${loaded.scenario.name}: histories are kept by name, so rename one`,
      )
    }
    scenarios.push({ file, loaded })
  }
  return scenarios
}
