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
import { chooseScenario } from './choose-scenario.ts'
import { describeThrown } from './describe-thrown.ts'
import { displayPath } from './display-path.ts'
import { ScenarioError } from './scenario-error.ts'
import { readScenarioReference, type ScenarioReference } from './scenario-reference.ts'
import { SeveralScenarios } from './several-scenarios.ts'
import { UsageError } from './usage-error.ts'
import { openInput } from './traces/open-input.ts'
import { readAccessLog } from './traces/read-access-log.ts'
import { readCsvTrace } from './traces/read-csv-trace.ts'
import { readFeed } from './traces/read-feed.ts'

/** A scenario that was checked, with everything that it reads from files. */
export interface LoadedScenario {
  /** The scenario's file as the user named it, with `#` and the scenario's name where the file exports a list. */
  readonly reference: string
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
 * @param named the scenario's file, or `file.ts#name` for one of the list that a file exports
 * @param outFile where the compiled module goes, whose default export is the scenario; its name ends in `.mjs`
 * @throws ScenarioError with exit code 104 when the scenario is invalid, 107 when its own code throws
 * @throws SeveralScenarios when the file exports a list, and none of it was named; UsageError for an unknown name
 */
export async function loadScenario(named: string, outFile: string): Promise<LoadedScenario> {
  const chosen = readScenarioReference(named)
  const { file, name } = chosen
  const compiled = await compileScenario(file, outFile, name)
  const { exported } = await importExported(chosen, outFile, compiled)
  const scenario = await readExported(exported, chosen, outFile, compiled)
  const reference = Array.isArray(exported) ? named : file
  const { trace, feeds } = await readInputs(scenario, file)
  refuseOutOfRange(`${reference}: arrivals`, () => createArrivals(trace.arrivals, scenario.seed))
  refuseOutOfRange(reference, () => createRequestSource(scenario.requests, feeds, scenario.seed))
  return {
    reference,
    scenario: toPlainScenario(withAbsolutePaths(scenario, file)),
    modulePath: resolve(outFile),
    arrivals: trace.arrivals,
    recordedServiceMs: trace.recordedServiceMs,
    feeds,
    hash: await hashOf(compiled.code, inputFiles(scenario, file)),
    notes: [...trace.notes, ...unusedParameterNotes(scenario)],
  }
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
async function readExported(
  exported: unknown,
  chosen: ScenarioReference,
  outFile: string,
  { sourceMap }: CompiledScenario,
): Promise<Scenario> {
  const source = await readFile(chosen.file, 'utf8')
  try {
    return await chooseScenario(exported, chosen, source)
  } catch (error) {
    if (error instanceof ScenarioError || error instanceof UsageError || error instanceof SeveralScenarios) {
      throw error
    }
    throw new ScenarioError(describeThrown(error, chosen.file, outFile, sourceMap, 'while it was read'), 107)
  }
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
