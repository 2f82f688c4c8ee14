import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import type { Arrivals } from '../../models/arrivals/arrivals.ts'
import { createRequestSource, type RequestSource } from '../../models/requests/request-source.ts'
import type { RequestSpec } from '../../models/requests/request-spec.ts'
import type { LeakCheck } from '../../models/scenario/leak-schema.ts'
import { type PlainScenario, toPlainRequest } from '../../models/scenario/plain-scenario.ts'
import { filesOfTarget } from '../../models/scenario/targets/resolve-target-paths.ts'
import { displayPath } from '../display-path.ts'
import {
  type LoadedScenario,
  loadScenario,
  refuseOutOfRange,
  requireTargetFiles,
  unusedParameterNotes,
  withResolvedPaths,
} from '../load-scenario.ts'
import { OtherKind } from '../other-kind.ts'
import { readExported } from '../read-exported.ts'
import { feedsOf, readFeeds } from '../read-feeds.ts'
import { scenarioHash } from '../scenario-hash.ts'
import { LEAK_KIND, POOL_KIND } from '../scenario-kinds.ts'
import type { LeakTraffic } from './leak-hunt-plan.ts'

/** A leak check that was checked, with everything that it reads from files; a scenario of a pool is one of its target. */
export interface LoadedLeakCheck {
  /** The file as the user named it, with `#` and the name where the file exports a list. */
  readonly reference: string
  readonly name: string
  readonly seed: number
  readonly variants: ReadonlyArray<{
    readonly name: string
    /** Paths in it are absolute. */
    readonly target: PlainScenario['target']
    readonly leaks: boolean
  }>
  readonly traffic: LeakTraffic
  /** The requests, functions included. */
  readonly source: RequestSource
  /** Requests/s in production, where that is known. */
  readonly rate: number | null
  readonly limitBytes: number | null
  /** `null` for as many as are usual. */
  readonly connections: number | null
  readonly requestTimeoutMs: number
  /** Whether it is a scenario of a pool. */
  readonly isScenario: boolean
  /** SHA-256, in hex, of the compiled module and of every file that it names. */
  readonly hash: string
  /** Absolute. */
  readonly modulePath: string
  readonly notes: readonly string[]
}

/**
 * Compiles a leak check or a scenario of a pool, runs it, checks it and reads the files it names.
 *
 * @param named its file, or `file.ts#name` for one of the list that a file exports
 * @param outFile where the compiled module goes; its name ends in `.mjs`
 * @throws what `readExported` throws; ScenarioError (104) for files that cannot be read, and values out of range
 */
export async function loadLeakCheck(named: string, outFile: string): Promise<LoadedLeakCheck> {
  try {
    return await loadDefined(named, outFile)
  } catch (error) {
    if (!(error instanceof OtherKind) || error.kind !== POOL_KIND) throw error
    return checkOfScenario(await loadScenario(named, outFile))
  }
}

async function loadDefined(named: string, outFile: string): Promise<LoadedLeakCheck> {
  const { scenario: check, file, reference, compiled } = await readExported(LEAK_KIND, named, outFile)
  const feeds = await readFeeds(check.requests, file, (error) => {
    throw error
  })
  for (const { target } of check.variants) await requireTargetFiles(target, file)
  refuseOutOfRange(reference, () => createRequestSource(check.requests, feeds, check.seed))
  const modulePath = resolve(outFile)
  const { name, seed, rate = null, limitBytes = null, connections, requestTimeoutMs } = check
  return {
    reference,
    name,
    seed,
    variants: check.variants.map((each) => ({ ...each, target: withResolvedPaths(each.target, file) })),
    traffic: trafficOf(check.requests.map(toPlainRequest), feeds, reference, modulePath),
    source: createRequestSource(check.requests, feeds, seed),
    rate,
    limitBytes,
    connections,
    requestTimeoutMs,
    isScenario: false,
    hash: await scenarioHash(compiled.code, inputFiles(check, file)),
    modulePath,
    notes: unusedParameterNotes(check.requests),
  }
}

async function checkOfScenario(loaded: LoadedScenario): Promise<LoadedLeakCheck> {
  const { reference, scenario, modulePath, feeds, hash, notes } = loaded
  const { name, seed, target, requests, requestTimeoutMs } = scenario
  const hasFunctions = requests.some(({ hasBuild, hasCheck }) => hasBuild || hasCheck)
  return {
    reference,
    name,
    seed,
    variants: [{ name, target, leaks: false }],
    traffic: trafficOf(requests, feeds, reference, modulePath),
    source: createRequestSource(
      hasFunctions ? await requestsWithFunctions(requests, modulePath) : requests,
      feeds,
      seed,
    ),
    rate: meanRate(createArrivals(loaded.arrivals, seed)),
    limitBytes: null,
    connections: null,
    requestTimeoutMs,
    isScenario: true,
    hash,
    modulePath,
    notes,
  }
}

function trafficOf(
  requests: LeakTraffic['requests'],
  feeds: LeakTraffic['feeds'],
  file: string,
  modulePath: string,
): LeakTraffic {
  const hasFunctions = requests.some(({ hasBuild, hasCheck }) => hasBuild || hasCheck)
  return { requests, feeds, functions: hasFunctions ? { file, modulePath } : null }
}

async function requestsWithFunctions(
  requests: LeakTraffic['requests'],
  modulePath: string,
): Promise<readonly RequestSpec[]> {
  const module = (await import(/* @vite-ignore */ pathToFileURL(modulePath).href)) as {
    readonly default: { readonly requests: readonly RequestSpec[] }
  }
  return requests.map((request, i) => ({ ...request, build: module.default.requests[i]?.build }))
}

const RATE_POINTS = 1000

/** Over the whole schedule. */
function meanRate(arrivals: Arrivals): number | null {
  const rates = Array.from({ length: RATE_POINTS }, (_, i) =>
    arrivals.ratePerSecond(((i + 0.5) * arrivals.durationMs) / RATE_POINTS),
  )
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / RATE_POINTS
  return mean > 0 ? mean : null
}

function inputFiles({ requests, variants }: LeakCheck, file: string): readonly string[] {
  const named = [
    ...feedsOf(requests).map((feed) => feed.file),
    ...variants.flatMap(({ target }) => filesOfTarget(target)),
  ]
  return [...new Set(named)].sort().map((path) => displayPath(path, file))
}
