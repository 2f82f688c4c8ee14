import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Arrivals } from '../models/arrivals/arrivals.ts'
import { createArrivals } from '../models/arrivals/create-arrivals.ts'
import { scheduleRates } from '../models/arrivals/schedule-rates.ts'
import type { WeekArrivals } from '../models/arrivals/spec.ts'
import { findClient } from '../models/clients/catalogue.ts'
import { requestName } from '../models/requests/request-name.ts'
import { experimentMs, planExperiment } from '../models/experiment/experiment-plan.ts'
import type { PlainExperiment } from '../models/experiment/plain-experiment.ts'
import type { PlainScenario } from '../models/scenario/plain-scenario.ts'
import type { ServiceTarget } from '../models/scenario/targets/service-target.ts'
import { type LoadedExperiment, loadExperiment } from './experiment/load-experiment.ts'
import { type LoadedScenario, loadScenario } from './load-scenario.ts'
import { OtherKind } from './other-kind.ts'
import { readExported } from './read-exported.ts'
import { EXPERIMENT_KIND } from './scenario-kinds.ts'
import { SeveralScenarios } from './several-scenarios.ts'
import { HEADER_MODES } from './target/hooks/headers/response-headers.ts'
import { SHOP_SERVICE_TIMES, SHOP_SLOTS } from './target/shop-service.ts'

const folder = fileURLToPath(new URL('../scenarios', import.meta.url))
const files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.includes('.test.'))

let outFolder = ''
/** What a file exports, whatever its kind. */
interface Example {
  readonly name: string
  readonly notes: readonly string[]
  /** `null` where it is of another kind. */
  readonly pool: LoadedScenario | null
  readonly experiment: LoadedExperiment | null
}

/** By file, then by scenario. */
const examples = new Map<string, readonly Example[]>()

beforeAll(async () => {
  outFolder = await mkdtemp(join(tmpdir(), 'kneepoint-examples-'))
  for (const file of files) examples.set(file, await loadAll(join(folder, file)))
})
afterAll(() => rm(outFolder, { recursive: true }))

let compiled = 0

async function loadAll(file: string): Promise<readonly Example[]> {
  try {
    return [await load(file)]
  } catch (error) {
    if (!(error instanceof SeveralScenarios)) throw error
    return Promise.all(error.references.map(load))
  }
}

async function load(reference: string): Promise<Example> {
  const outFile = (): string => join(outFolder, `${compiled++}.mjs`)
  try {
    const pool = await loadScenario(reference, outFile())
    return { name: pool.scenario.name, notes: pool.notes, pool, experiment: null }
  } catch (error) {
    if (!(error instanceof OtherKind)) throw error
    if (error.kind === EXPERIMENT_KIND) {
      const experiment = await loadExperiment(reference, outFile())
      return { name: experiment.experiment.name, notes: experiment.notes, pool: null, experiment }
    }
    const { scenario } = await readExported(error.kind, reference, outFile())
    return { name: (scenario as { name: string }).name, notes: [], pool: null, experiment: null }
  }
}

function scenariosOf(file: string): readonly LoadedScenario[] {
  return (examples.get(file) ?? []).flatMap(({ pool }) => pool ?? [])
}

function experimentsOf(file: string): readonly PlainExperiment[] {
  return (examples.get(file) ?? []).flatMap(({ experiment }) => experiment?.experiment ?? [])
}

function only(file: string): LoadedScenario {
  const [first, ...others] = scenariosOf(file)
  if (first === undefined || others.length > 0) throw new Error(`${file} is not one scenario`)
  return first
}

function arrivalsOf({ arrivals, scenario }: LoadedScenario): Arrivals {
  return createArrivals(arrivals, scenario.seed)
}

describe.each(files)('%s', (file) => {
  const text = readFile(join(folder, file), 'utf8')

  it('is valid, and there is nothing to remark on', () => {
    expect(examples.get(file)?.length).toBeGreaterThan(0)
    expect(examples.get(file)?.flatMap(({ notes }) => notes)).toEqual([])
  })

  it('is named after its file, or lists scenarios with names of their own', () => {
    const names = (examples.get(file) ?? []).map(({ name }) => name)
    if (names.length === 1) expect(`${names[0]}.ts`).toBe(file)
    else expect(new Set(names).size).toBe(names.length)
  })

  it('says in three to eight lines what it teaches, and is at most 50 lines long', async () => {
    const lines = (await text).trimEnd().split('\n')
    const comment = lines.findIndex((line) => !line.startsWith('//'))
    expect(comment).toBeGreaterThanOrEqual(3)
    expect(comment).toBeLessThanOrEqual(8)
    expect(lines.length).toBeGreaterThanOrEqual(10)
    expect(lines.length).toBeLessThanOrEqual(50)
  })

  it('has its place in docs/examples.md', async () => {
    const page = await readFile(join(folder, '../docs/examples.md'), 'utf8')
    expect(page).toContain(`](../scenarios/${file})`)
    for (const { name } of examples.get(file) ?? []) expect(page).toContain(name)
  })

  it('asks the shop for less than it can serve, in its busiest minute too', () => {
    for (const loaded of scenariosOf(file)) {
      const { peakMinuteRate } = scheduleRates(arrivalsOf(loaded), loaded.arrivals.kind === 'trace')
      expect(peakMinuteRate).toBeGreaterThan(0)
      expect(peakMinuteRate).toBeLessThan(0.8 * shopRate(loaded.scenario))
    }
  })

  it('if it is an experiment, needs no server but built-in ones, and is over within a minute if quick', () => {
    for (const { variants, traffic, blocks, during } of experimentsOf(file)) {
      expect(variants.every(({ target }) => 'builtin' in target)).toBe(true)
      const durationMs = Math.min(...traffic.map(({ arrivals }) => arrivals.durationMs))
      const count = variants.length
      const plan = planExperiment({ name: 'quick', variants: count, durationMs, wanted: blocks })
      // A restart ends a block: how long that takes is not planned.
      if (during === undefined) expect(experimentMs(plan, count)).toBeLessThan(50_000)
    }
  })
})

/** Requests per second that keep all slots of the shop busy: slots / mean service time. */
function shopRate({ target, requests }: PlainScenario): number {
  if (!('builtin' in target) || target.builtin !== 'shop')
    throw new Error('the examples need no server but the built-in shop')
  const weights = requests.reduce((sum, { weight }) => sum + weight, 0)
  const meanMs = requests.reduce((sum, request) => {
    const route = (['products', 'search', 'orders'] as const).find((each) =>
      request.path.startsWith(`/${each}`),
    )
    if (route === undefined) throw new Error(`the shop has no ${requestName(request)}`)
    return sum + (request.weight / weights) * SHOP_SERVICE_TIMES[route].meanMs
  }, 0)
  return (1000 * (target.slots ?? SHOP_SLOTS)) / meanMs
}

describe('the schedule', () => {
  it('of microburst has half its requests in a fortieth of the time', () => {
    const { bursts } = weekOf(only('microburst.ts'))
    const onShare = bursts.onMs / (bursts.onMs + bursts.offMs)
    expect(onShare).toBe(1 / 40)
    expect(bursts.factor * onShare).toBe(0.5)
  })

  it('of microburst is quiet by the minute, and asks for 40 times that in its busiest 10 ms', () => {
    const arrivals = arrivalsOf(only('microburst.ts'))
    expect(arrivals.ratePerSecond(0)).toBeCloseTo(40, 10)
    const due = arrivals.between(0, 600_000)
    expect(due.length / 600).toBeGreaterThan(36)
    expect(due.length / 600).toBeLessThan(44)
    expect(mostWithin(due, 10) / 0.01).toBeGreaterThanOrEqual(40 * 40)
  })

  it('of black-friday is that of the week without its crowd, times six at the peak', () => {
    const loaded = only('black-friday.ts')
    const usual = createArrivals(
      { ...weekOf(loaded), flashCrowds: { ...weekOf(loaded).flashCrowds, count: 0 } },
      loaded.scenario.seed,
    )
    const crowded = arrivalsOf(loaded)
    const factors = Array.from({ length: 10_080 }, (_, minute) => minute * 60_000).map(
      (atMs) => crowded.ratePerSecond(atMs) / usual.ratePerSecond(atMs),
    )
    expect(Math.max(...factors)).toBeCloseTo(6, 10)
    expect(Math.min(...factors)).toBe(1)
    const first = factors.findIndex((factor) => factor > 1)
    expect(factors.indexOf(Math.max(...factors)) - first).toBe(9)
  })

  it('of keepalive-race pauses for longer than the server waits, and the client keeps connections for longer', () => {
    const loaded = only('keepalive-race.ts')
    const { target, client } = loaded.scenario
    if (!('builtin' in target) || target.builtin !== 'shop') throw new Error('it has a server of its own')
    expect(target.keepAliveHeader).toBe(false)
    const closesMs = (target.keepAliveTimeoutMs ?? Infinity) + 1000
    expect(closesMs).toBeLessThan(findClient(client).defaults.idleTimeoutMs)
    expect(weekOf(loaded).bursts.offMs).toBeGreaterThan(closesMs)
  })

  it('of trace-replay comes in clusters', () => {
    const due = arrivalsOf(only('trace-replay.ts')).between(0, 300_000)
    expect(due).toHaveLength(7808)
    expect(dispersion(due, 100)).toBeGreaterThan(5)
  })

  it('of knee is a fifth of what two slots serve', () => {
    const loaded = only('knee.ts')
    expect(arrivalsOf(loaded).ratePerSecond(0) / shopRate(loaded.scenario)).toBeCloseTo(0.2, 10)
  })

  function weekOf({ arrivals }: LoadedScenario): WeekArrivals {
    if (arrivals.kind !== 'week') throw new Error('no week')
    return arrivals
  }

  /** The most arrivals in any stretch of that length. */
  function mostWithin(due: Float64Array, lengthMs: number): number {
    let most = 0
    for (let from = 0, to = 0; to < due.length; to++) {
      while ((due[to] ?? 0) - (due[from] ?? 0) >= lengthMs) from++
      most = Math.max(most, to - from + 1)
    }
    return most
  }

  /** Variance over mean of the arrivals per interval: 1 for independent arrivals. */
  function dispersion(due: Float64Array, everyMs: number): number {
    const counts = new Float64Array(Math.ceil((due.at(-1) ?? 0) / everyMs) + 1)
    for (const atMs of due) {
      const interval = Math.floor(atMs / everyMs)
      counts[interval] = (counts[interval] ?? 0) + 1
    }
    const mean = due.length / counts.length
    return counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length / mean
  }
})

describe('lists of scenarios', () => {
  it('of gateway-fan-out are pools of one gateway, to targets that differ', () => {
    const scenarios = scenariosOf('gateway-fan-out.ts').map(({ scenario }) => scenario)
    expect(scenarios.map(({ name }) => name)).toEqual(['catalogue', 'search', 'payments'])
    expect(new Set(scenarios.map(({ client, pods }) => `${client} ${pods}`)).size).toBe(1)
    expect(new Set(scenarios.map(({ target }) => JSON.stringify(target))).size).toBe(3)
  })

  it('of pods-scale-out differ in their name and their pods alone', () => {
    const [two, six] = scenariosOf('pods-scale-out.ts').map(({ scenario }) => scenario)
    expect([two?.pods, six?.pods]).toEqual([2, 6])
    expect({ ...two, name: '', pods: 0 }).toEqual({ ...six, name: '', pods: 0 })
  })
})

describe('the variants', () => {
  it('of hook-overhead are none, each hook alone, and all', () => {
    const told = servicesOf('hook-overhead.ts').map(({ hooks, headers }) =>
      [...Object.entries(hooks), ['headers', headers ?? false] as const]
        .filter(([, hook]) => hook !== false)
        .map(([name]) => name),
    )
    const each = [['context'], ['context'], ['metrics'], ['recovery'], ['headers']]
    expect(told).toEqual([[], ...each, ['context', 'metrics', 'recovery', 'headers']])
  })

  it('of codec are each format in each way, and those of header-reuse all there are', () => {
    const codecs = servicesOf('codec.ts').map(({ codec }) => `${codec?.kind} ${codec?.copies}`)
    const kinds = ['json', 'msgpack', 'schema']
    expect(codecs).toEqual(['usual', 'none'].flatMap((copies) => kinds.map((kind) => `${kind} ${copies}`)))
    expect(servicesOf('header-reuse.ts').map(({ headers }) => headers)).toEqual([...HEADER_MODES])
  })

  it('of rolling-restart, recovery-storm and label-cardinality differ in one thing', () => {
    const [killed, drained] = servicesOf('rolling-restart.ts')
    expect([killed?.instances, killed?.hooks.lifecycle]).toEqual([3, false])
    expect({ ...drained, hooks: { ...drained?.hooks, lifecycle: false } }).toEqual(killed)
    const [nested, isolated] = servicesOf('recovery-storm.ts').map(({ hooks }) => hooks.recovery)
    expect(nested).toEqual({ ...(isolated as object), naive: true })
    const limits = servicesOf('label-cardinality.ts').map(({ hooks }) => hooks.metrics)
    expect(limits).toEqual([{ limit: null }, { limit: 100 }])
  })

  it('of workload-classes have the same number of connections, and one for each class', () => {
    const [shared, separated] = servicesOf('workload-classes.ts').map(({ pools }) => pools)
    if (typeof separated !== 'object') throw new Error('no pools of their own')
    expect(Object.values(separated).reduce((sum, connections) => sum + connections, 0)).toBe(shared)
    const classes = experimentsOf('workload-classes.ts').flatMap(({ traffic }) => traffic)
    expect(classes.map(({ name }) => name)).toEqual(Object.keys(separated))
    for (const { name, requests, slo } of classes) {
      expect(slo).toBeDefined()
      expect(requests.every(({ path }) => path.startsWith(`/work?class=${name}&`))).toBe(true)
    }
  })

  function servicesOf(file: string): readonly ServiceTarget[] {
    return experimentsOf(file).flatMap(({ variants }) =>
      variants.flatMap(({ target }) => ('builtin' in target && target.builtin === 'service' ? [target] : [])),
    )
  }
})
