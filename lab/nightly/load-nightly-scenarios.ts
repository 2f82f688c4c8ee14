import { join } from 'node:path'
import { loadScenario, type LoadedScenario } from '../load-scenario.ts'
import { SeveralScenarios } from '../several-scenarios.ts'
import { UsageError } from '../usage-error.ts'

export interface NightlyScenario {
  /** As the user named it, with `#` and its name where the file exports a list. */
  readonly file: string
  readonly loaded: LoadedScenario
}

/**
 * Loads all scenarios before anything is measured, all those of a file that exports a list.
 *
 * @param files scenarios, each as a file or as `file.ts#name`
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
    for (const loaded of await loadEach(file, join(directory, `scenario-${i}`))) {
      requireNewName(loaded, scenarios)
      scenarios.push({ file: loaded.reference, loaded })
    }
  }
  return scenarios
}

async function loadEach(file: string, modulePath: string): Promise<LoadedScenario[]> {
  try {
    return [await loadScenario(file, `${modulePath}.mjs`)]
  } catch (error) {
    if (!(error instanceof SeveralScenarios)) throw error
    const all: LoadedScenario[] = []
    for (const [i, reference] of error.references.entries()) {
      all.push(await loadScenario(reference, `${modulePath}-${i}.mjs`))
    }
    return all
  }
}

function requireNewName({ reference, scenario }: LoadedScenario, before: readonly NightlyScenario[]): void {
  const other = before.find(({ loaded }) => loaded.scenario.name === scenario.name)
  if (other === undefined) return
  throw new UsageError(
    `${other.file} and ${reference} are both named ${scenario.name}: histories are kept by name, so rename one`,
  )
}
