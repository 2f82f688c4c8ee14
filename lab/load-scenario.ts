import { createHash, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createArrivals } from '../models/arrivals/create-arrivals.ts'
import type { ArrivalSpec } from '../models/arrivals/spec.ts'
import type { Feed } from '../models/requests/request-spec.ts'
import { createRequestSource, usedPlaceholders } from '../models/requests/request-source.ts'
import { type PlainScenario, toPlainScenario } from '../models/scenario/plain-scenario.ts'
import type { Scenario } from '../models/scenario/schema.ts'
import { type CompiledScenario, compileScenario } from './bundle/compile-scenario.ts'
import { describeThrown } from './describe-thrown.ts'
import { displayPath } from './display-path.ts'
import { ScenarioError } from './scenario-error.ts'
import { openInput } from './traces/open-input.ts'
import { readAccessLog } from './traces/read-access-log.ts'
import { readCsvTrace } from './traces/read-csv-trace.ts'
import { readFeed } from './traces/read-feed.ts'
import { validateScenario } from './validate-scenario.ts'

/** A scenario that was checked, with everything that it reads from files. */
export interface LoadedScenario {
  /** Plain data; `target.caFile` is absolute. */
  readonly scenario: PlainScenario
  /** Absolute path of the compiled module, which holds the scenario's functions. */
  readonly modulePath: string
  readonly arrivals: ArrivalSpec
  /** How long each arrival of a CSV trace took to serve, in ms; `null` where that is not known. */
  readonly recordedServiceMs: Float64Array | null
  readonly feeds: readonly Feed[]
  /** SHA-256, in hex, of the compiled module and of every file that the scenario names. */
  readonly hash: string
  /** What the user should know though nothing is wrong, one sentence each. */
  readonly notes: readonly string[]
}

/**
 * Compiles a scenario, runs it, checks it and reads the files it names, relative to its own folder.
 *
 * @param file the scenario
 * @param outFile where the compiled module goes; its name ends in `.mjs`
 * @throws ScenarioError with exit code 104 when the scenario is invalid, 107 when its own code throws
 */
export async function loadScenario(file: string, outFile: string): Promise<LoadedScenario> {
  const compiled = await compileScenario(file, outFile)
  const exported = await importDefault(file, outFile, compiled)
  const scenario = validateScenario(exported, file, await readFile(file, 'utf8'))
  const { trace, feeds } = await readInputs(scenario, file)
  refuseOutOfRange(`${file}: arrivals`, () => createArrivals(trace.arrivals, scenario.seed))
  refuseOutOfRange(file, () => createRequestSource(scenario.requests, feeds, scenario.seed))
  return {
    scenario: toPlainScenario(withAbsolutePaths(scenario, file)),
    modulePath: resolve(outFile),
    arrivals: trace.arrivals,
    recordedServiceMs: trace.recordedServiceMs,
    feeds,
    hash: await hashOf(compiled.code, inputFiles(scenario, file)),
    notes: [...trace.notes, ...unusedParameterNotes(scenario)],
  }
}

async function importDefault(file: string, outFile: string, compiled: CompiledScenario): Promise<unknown> {
  const url = pathToFileURL(resolve(outFile))
  url.search = randomUUID()
  let loaded: { readonly default?: unknown }
  try {
    loaded = (await import(/* @vite-ignore */ url.href)) as typeof loaded
  } catch (error) {
    throw new ScenarioError(describeThrown(error, file, outFile, compiled.sourceMap), 107)
  }
  if (loaded.default !== undefined) return loaded.default
  throw new ScenarioError(`${file}: no default export; write: export default defineScenario({ … })`)
}

interface ResolvedTrace extends Pick<LoadedScenario, 'arrivals' | 'recordedServiceMs' | 'notes'> {}

/** @throws ScenarioError with what is wrong in any of the files */
async function readInputs(
  scenario: Scenario,
  file: string,
): Promise<{ readonly trace: ResolvedTrace; readonly feeds: readonly Feed[] }> {
  const errors: ScenarioError[] = []
  const collect = (error: unknown): null => {
    if (!(error instanceof ScenarioError)) throw error
    errors.push(error)
    return null
  }
  const trace = await resolveArrivals(scenario, file).catch(collect)
  const feeds: Feed[] = []
  for (const named of feedsOf(scenario)) {
    const feed = await readFeed(displayPath(named.file, file), named.column).catch(collect)
    if (feed !== null) feeds.push({ ...feed, file: named.file })
  }
  if ('url' in scenario.target && scenario.target.caFile !== undefined) {
    const input = await openInput(displayPath(scenario.target.caFile, file)).catch(collect)
    input?.destroy()
  }
  if (trace !== null && errors.length === 0) return { trace, feeds }
  const problems = errors.flatMap((error) => error.problems)
  throw new ScenarioError(errors.map((error) => error.message).join('\n'), 104, problems)
}

async function resolveArrivals(scenario: Scenario, file: string): Promise<ResolvedTrace> {
  const { arrivals } = scenario
  if (arrivals.kind !== 'trace') return { arrivals, recordedServiceMs: null, notes: [] }
  const path = displayPath(arrivals.file, file)
  const format = arrivals.format ?? (extname(path) === '.log' ? 'access-log' : 'csv')
  if (format === 'access-log' && (arrivals.column !== undefined || arrivals.unit !== undefined)) {
    throw new ScenarioError(`${file}: arrivals: column and unit are for CSV; an access log has its own times`)
  }
  const recorded = format === 'csv' ? await readCsvTrace(path, arrivals) : await readAccessLog(path, arrivals)
  return {
    arrivals: { kind: 'trace', dueMs: recorded.dueMs },
    recordedServiceMs: recorded.serviceMs,
    notes: recorded.notes,
  }
}

/** The feeds that a scenario names, each once. */
function feedsOf(scenario: Scenario): ReadonlyArray<{ readonly file: string; readonly column: string }> {
  const named = new Map<string, { readonly file: string; readonly column: string }>()
  for (const request of scenario.requests) {
    for (const generator of Object.values(request.parameters ?? {})) {
      if (generator.kind !== 'feed') continue
      const { file, column } = generator
      named.set(JSON.stringify([file, column]), { file, column })
    }
  }
  return [...named.values()]
}

/** Builds what the scenario asks for, to find what only the models can tell: values that do not fit together. */
function refuseOutOfRange(subject: string, construct: () => unknown): void {
  try {
    construct()
  } catch (error) {
    if (error instanceof RangeError) throw new ScenarioError(`${subject}: ${error.message}`)
    throw error
  }
}

function withAbsolutePaths(scenario: Scenario, file: string): Scenario {
  const { target } = scenario
  if (!('url' in target) || target.caFile === undefined) return scenario
  return { ...scenario, target: { ...target, caFile: resolve(displayPath(target.caFile, file)) } }
}

function inputFiles(scenario: Scenario, file: string): readonly string[] {
  const named = feedsOf(scenario).map((feed) => feed.file)
  if (scenario.arrivals.kind === 'trace') named.push(scenario.arrivals.file)
  if ('url' in scenario.target && scenario.target.caFile !== undefined) named.push(scenario.target.caFile)
  return [...new Set(named)].sort().map((path) => displayPath(path, file))
}

async function hashOf(code: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(code)
  for (const file of files) {
    hash.update('\0')
    for await (const chunk of await openInput(file)) hash.update(chunk as Buffer)
  }
  return hash.digest('hex')
}

function unusedParameterNotes(scenario: Scenario): readonly string[] {
  return scenario.requests.flatMap((request, entry) => {
    if (request.build !== undefined) return []
    const used = usedPlaceholders(request)
    return Object.keys(request.parameters ?? {})
      .filter((parameter) => !used.includes(parameter))
      .map((parameter) => `requests[${entry}].parameters.${parameter} is used nowhere: no {${parameter}}.`)
  })
}
