import { pathToFileURL } from 'node:url'
import type { Arrivals } from '../../models/arrivals/arrivals.ts'
import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import { type PlainTraffic, scenarioOfTraffic } from '../../models/experiment/plain-experiment.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import { createRequestSource, type RequestSource } from '../../models/requests/request-source.ts'
import type { RequestSpec } from '../../models/requests/request-spec.ts'
import { resolveBefore } from '../../models/scenario/resolve-before.ts'
import type { LoadedScenario } from '../load-scenario.ts'
import { scenarioThrew } from '../scenario-threw.ts'
import type { LoadedExperiment } from './load-experiment.ts'

/** A class of traffic, ready to be sent. */
export interface TrafficPart {
  readonly name: string
  /** As the scenario that it would be alone. */
  readonly loaded: LoadedScenario
  readonly arrivals: Arrivals
  readonly settings: PoolSettings
  /** Its requests, functions included. */
  readonly source: RequestSource
  /** File URL of a module whose default export has the requests of this class, where they have functions; else `null`. */
  readonly scenarioModule: string | null
}

/**
 * @param seed of the arrivals and the requests
 * @param writeModule writes a module beside that of the experiment and returns its path
 */
export function trafficParts(
  loaded: LoadedExperiment,
  seed: number,
  writeModule: (name: string, code: string) => Promise<string>,
): Promise<TrafficPart[]> {
  return Promise.all(
    loaded.experiment.traffic.map(async (traffic, i) => {
      const hasFunctions = traffic.requests.some((request) => request.hasBuild || request.hasCheck)
      const path = hasFunctions ? await writeModule(`traffic-${i}.mjs`, moduleOfTraffic(i)) : null
      return trafficPart(loaded, traffic, i, seed, path === null ? null : pathToFileURL(path).href)
    }),
  )
}

/** Load threads take the requests of a module's default export. */
function moduleOfTraffic(index: number): string {
  return `import experiment from './scenario.mjs'\nexport default experiment.traffic[${index}]\n`
}

async function trafficPart(
  { reference, experiment, modulePath, feeds, hash }: LoadedExperiment,
  traffic: PlainTraffic,
  index: number,
  seed: number,
  scenarioModule: string | null,
): Promise<TrafficPart> {
  const [variant] = experiment.variants
  if (variant === undefined) throw new RangeError('an experiment without variants')
  const scenario = scenarioOfTraffic(experiment, variant.target, traffic)
  const own = feeds[index] ?? []
  const requests = await withFunctions(scenario.requests, scenarioModule)
  return {
    name: traffic.name,
    loaded: {
      reference,
      scenario,
      modulePath,
      arrivals: traffic.arrivals,
      recordedServiceMs: null,
      feeds: own,
      hash,
      notes: [],
    },
    arrivals: createArrivals(traffic.arrivals, seed + index),
    settings: resolveBefore(scenario),
    source: explained(createRequestSource(requests, own, seed), reference, modulePath),
    scenarioModule,
  }
}

async function withFunctions(
  requests: PlainTraffic['requests'],
  scenarioModule: string | null,
): Promise<readonly RequestSpec[]> {
  if (scenarioModule === null) return requests
  const module = (await import(/* @vite-ignore */ scenarioModule)) as {
    readonly default: { readonly requests: readonly RequestSpec[] }
  }
  return requests.map((request, i) => ({ ...request, build: module.default.requests[i]?.build }))
}

/** The same requests; when the experiment's `build` throws, it is that which is reported (107). */
function explained(source: RequestSource, file: string, modulePath: string): RequestSource {
  return {
    at(index) {
      try {
        return source.at(index)
      } catch (error) {
        throw scenarioThrew(error, file, modulePath)
      }
    },
  }
}
