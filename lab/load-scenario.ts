import { extname, resolve } from 'node:path'
import { createArrivals } from '../models/arrivals/create-arrivals.ts'
import type { ArrivalSpec } from '../models/arrivals/spec.ts'
import type { Feed } from '../models/requests/request-spec.ts'
import { createRequestSource, usedPlaceholders } from '../models/requests/request-source.ts'
import { type PlainScenario, toPlainScenario } from '../models/scenario/plain-scenario.ts'
import type { Scenario } from '../models/scenario/schema.ts'
import { filesOfTarget, resolveTargetPaths } from '../models/scenario/targets/resolve-target-paths.ts'
import { displayPath } from './display-path.ts'
import { readExported } from './read-exported.ts'
import { feedsOf, readFeeds } from './read-feeds.ts'
import { ScenarioError } from './scenario-error.ts'
import { scenarioHash } from './scenario-hash.ts'
import { POOL_KIND } from './scenario-kinds.ts'
import { openInput } from './traces/open-input.ts'
import { readAccessLog } from './traces/read-access-log.ts'
import { readCsvTrace } from './traces/read-csv-trace.ts'

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
  const { scenario, file, reference, compiled } = await readExported(POOL_KIND, named, outFile)
  const { trace, feeds } = await readInputs(scenario, file)
  refuseOutOfRange(`${reference}: arrivals`, () => createArrivals(trace.arrivals, scenario.seed))
  refuseOutOfRange(reference, () => createRequestSource(scenario.requests, feeds, scenario.seed))
  return {
    reference,
    scenario: toPlainScenario({ ...scenario, target: withResolvedPaths(scenario.target, file) }),
    modulePath: resolve(outFile),
    arrivals: trace.arrivals,
    recordedServiceMs: trace.recordedServiceMs,
    feeds,
    hash: await scenarioHash(compiled.code, inputFiles(scenario, file)),
    notes: [...trace.notes, ...unusedParameterNotes(scenario.requests)],
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
  const feeds = await readFeeds(scenario.requests, file, (error) => errors.push(error))
  await requireTargetFiles(scenario.target, file).catch(collect)
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

/** @throws ScenarioError when a file that the target names cannot be read */
export async function requireTargetFiles(target: Scenario['target'], file: string): Promise<void> {
  for (const path of filesOfTarget(target)) {
    const input = await openInput(displayPath(path, file))
    input.destroy()
  }
}

/** Builds what the scenario asks for, to find what only the models can tell: values that do not fit together. */
export function refuseOutOfRange(subject: string, construct: () => unknown): void {
  try {
    construct()
  } catch (error) {
    if (error instanceof RangeError) throw new ScenarioError(`${subject}: ${error.message}`)
    throw error
  }
}

/** The target with absolute paths, which are relative to the scenario as it is written. */
export function withResolvedPaths(target: Scenario['target'], file: string): Scenario['target'] {
  return resolveTargetPaths(target, (path) => resolve(displayPath(path, file)))
}

function inputFiles(scenario: Scenario, file: string): readonly string[] {
  const named = feedsOf(scenario.requests).map((feed) => feed.file)
  if (scenario.arrivals.kind === 'trace') named.push(scenario.arrivals.file)
  named.push(...filesOfTarget(scenario.target))
  return [...new Set(named)].sort().map((path) => displayPath(path, file))
}

/** Of parameters that no request puts anywhere. @param at where the requests stand */
export function unusedParameterNotes(requests: Scenario['requests'], at = 'requests'): readonly string[] {
  return requests.flatMap((request, entry) => {
    if (request.build !== undefined) return []
    const used = usedPlaceholders(request)
    return Object.keys(request.parameters ?? {})
      .filter((parameter) => !used.includes(parameter))
      .map((parameter) => `${at}[${entry}].parameters.${parameter} is used nowhere: no {${parameter}}.`)
  })
}
