import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { ScenarioInput } from '../../models/scenario/schema.ts'
import { resolveTargetPaths } from '../../models/scenario/targets/resolve-target-paths.ts'
import { makeFolder } from '../make-folder.ts'
import { ScenarioError } from '../scenario-error.ts'
import { UsageError } from '../usage-error.ts'
import { validateScenario } from '../validate-scenario.ts'
import { writeWhole } from '../write-whole.ts'

/** What messages call a scenario that is in no file. */
const CALLED = 'the scenario'

/**
 * Writes a scenario that was given as an object to a file of its own, by which a run can be gone on with and done again:
 * the same scenario is the same file. Files that it names are relative to the working directory.
 *
 * @param folder the file is `<hash>/<name>.json` in it
 * @returns the file's path
 * @throws ScenarioError (104) when the scenario is invalid, or holds a function, which no file can hold; (107) when it
 *   throws while it is looked at
 * @throws UsageError when the file cannot be written
 */
export async function writePlainScenario(scenario: ScenarioInput, folder: string): Promise<string> {
  const { name, json } = readPlain(scenario)
  const hash = createHash('sha256').update(json).digest('hex').slice(0, 12)
  const place = join(folder, hash)
  const file = join(place, `${name}.json`)
  try {
    await makeFolder(place)
    await writeWhole(file, json)
  } catch (error) {
    throw new UsageError(`the scenario cannot be kept in ${folder}: ${(error as Error).message}`, {
      cause: error,
    })
  }
  return file
}

/** An object may be a program's own, and throw when it is looked at. */
function readPlain(scenario: ScenarioInput): { readonly name: string; readonly json: string } {
  try {
    refuseFunctions(scenario)
    const { name } = validateScenario(scenario, CALLED)
    return { name, json: scenarioJson(withAbsolutePaths(scenario)) }
  } catch (error) {
    if (error instanceof ScenarioError) throw error
    throw new ScenarioError(`${CALLED} threw while it was read: ${String(error)}`, 107)
  }
}

/** JSON has no Infinity, but numbers that are larger than any other, which are read as it. */
function scenarioJson(scenario: ScenarioInput): string {
  let mark = 'no limit'
  for (const plain = JSON.stringify(scenario); plain.includes(JSON.stringify(mark));) mark += '!'
  const text = JSON.stringify(scenario, (_, value: unknown) => (value === Infinity ? mark : value), 2)
  return `${text.replaceAll(JSON.stringify(mark), '1e999')}\n`
}

function withAbsolutePaths(scenario: ScenarioInput): ScenarioInput {
  const { target, arrivals, requests } = scenario
  return {
    ...scenario,
    target: resolveTargetPaths(target, (path) => resolve(path)),
    arrivals: arrivals.kind === 'trace' ? { ...arrivals, file: resolve(arrivals.file) } : arrivals,
    requests: requests.map(({ parameters, ...request }) => ({
      ...request,
      ...(parameters === undefined ? {} : { parameters: withAbsoluteFeeds(parameters) }),
    })),
  }
}

type Parameters = NonNullable<ScenarioInput['requests'][number]['parameters']>

function withAbsoluteFeeds(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, generator]) => [
      name,
      generator.kind === 'feed' ? { ...generator, file: resolve(generator.file) } : generator,
    ]),
  )
}

/** Load threads load a scenario from its file. */
function refuseFunctions(scenario: ScenarioInput): void {
  const place = placeOfFunction(scenario, '', 0)
  if (place === null) return
  throw new ScenarioError(
    `${CALLED}: ${place} is a function, which cannot be handed to load threads: write the scenario to a file that exports it by default, and give the file's path`,
  )
}

function placeOfFunction(value: unknown, place: string, depth: number): string | null {
  if (typeof value === 'function') return place === '' ? 'it' : place
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return null
  for (const [key, item] of Object.entries(value)) {
    const inside = Array.isArray(value) ? `${place}[${key}]` : place === '' ? key : `${place}.${key}`
    const found = placeOfFunction(item, inside, depth + 1)
    if (found !== null) return found
  }
  return null
}

/** As deep as bodies may be, and more than the rest of a scenario is. */
const DEEPEST = 80
