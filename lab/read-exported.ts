import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type CompiledScenario, compileScenario } from './bundle/compile-scenario.ts'
import { chooseScenario } from './choose-scenario.ts'
import { describeThrown } from './describe-thrown.ts'
import { ScenarioError } from './scenario-error.ts'
import type { ScenarioKind } from './scenario-kind.ts'
import { readScenarioReference, type ScenarioReference } from './scenario-reference.ts'
import { UsageError } from './usage-error.ts'

/** What a scenario's file exports, checked. */
export interface ExportedScenario<Checked> {
  readonly scenario: Checked
  /** The file as the user named it. */
  readonly file: string
  /** The file, with `#` and the scenario's name where it exports a list. */
  readonly reference: string
  readonly compiled: CompiledScenario
}

/**
 * Compiles a scenario, runs it and checks it.
 *
 * @param kind that is needed
 * @param named the scenario's file, or `file.ts#name` for one of the list that a file exports
 * @param outFile where the compiled module goes, whose default export is the scenario; its name ends in `.mjs`
 * @throws ScenarioError with exit code 104 when the scenario is invalid, 107 when its own code throws
 * @throws SeveralScenarios when the file exports a list, and none of it was named; UsageError for an unknown name;
 *   OtherKind for a scenario of another kind
 */
export async function readExported<Checked>(
  kind: ScenarioKind<Checked>,
  named: string,
  outFile: string,
): Promise<ExportedScenario<Checked>> {
  const chosen = readScenarioReference(named)
  const { file, name } = chosen
  const compiled = await compileScenario(file, outFile, name)
  const { exported } = await importExported(chosen, outFile, compiled)
  const scenario = await check(kind, exported, chosen, outFile, compiled)
  return { scenario, file, reference: Array.isArray(exported) ? named : file, compiled }
}

/** What the file exports by default, be it one scenario or a list; held in an object, as it may have a method `then`. */
async function importExported(
  { file, name }: ScenarioReference,
  outFile: string,
  compiled: CompiledScenario,
): Promise<{ readonly exported: unknown }> {
  const url = pathToFileURL(resolve(outFile))
  url.search = randomUUID()
  let loaded: { readonly default?: unknown; readonly exported?: unknown }
  try {
    loaded = (await import(/* @vite-ignore */ url.href)) as typeof loaded
  } catch (error) {
    throw new ScenarioError(describeThrown(error, file, outFile, compiled.sourceMap), 107)
  }
  const exported = name === null ? loaded.default : loaded.exported
  if (exported !== undefined) return { exported }
  throw new ScenarioError(`${file}: no default export; write: export default defineScenario({ … })`)
}

/** What is exported may be a program's own, and throw when it is looked at. */
async function check<Checked>(
  kind: ScenarioKind<Checked>,
  exported: unknown,
  chosen: ScenarioReference,
  outFile: string,
  { sourceMap }: CompiledScenario,
): Promise<Checked> {
  const source = await readFile(chosen.file, 'utf8')
  try {
    return await chooseScenario(kind, exported, chosen, source)
  } catch (error) {
    if (error instanceof ScenarioError || error instanceof UsageError) throw error
    throw new ScenarioError(describeThrown(error, chosen.file, outFile, sourceMap, 'while it was read'), 107)
  }
}
