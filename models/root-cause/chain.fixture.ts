import { exponential } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import type { Span } from '../trace-context/span.ts'
import type { FaultKind } from './fault-kind.ts'
import { FAULT_KINDS } from './fault-kind.ts'
import type { Observation, ServiceVitals } from './observation.ts'
import {
  NO_FAULT,
  type SimulatedFault,
  SimulatedService,
  type SimulatedSettings,
} from './simulated-service.fixture.ts'
import { VirtualClock } from './virtual-clock.fixture.ts'

export interface SimulatedInjection {
  readonly service: string
  readonly kind: FaultKind
  readonly healthy: Observation
  readonly faulty: Observation
}

const NAMES = ['front', 'middle', 'back', 'store'] as const
type Name = (typeof NAMES)[number]

const STRETCH_MS = 3000
const SAMPLE_MS = 200
const EPOCH_MS = 1_750_000_000_000

const CALLERS = NAMES.slice(0, -1)
const places: Readonly<Record<FaultKind, readonly Name[]>> = {
  'leaked-connection': CALLERS,
  'slow-dependency': NAMES,
  'cpu-block': NAMES,
  'gc-pressure': NAMES,
  'lost-capacity': NAMES,
  'retry-storm': CALLERS,
  'timeout-order': CALLERS,
}

interface Chain {
  readonly settings: readonly SimulatedSettings[]
  readonly faults: ReadonlyMap<string, SimulatedFault>
}

/** A chain of four services drawn from the seed, before and with one fault in it. */
export function simulateInjection(seed: number): SimulatedInjection {
  const random = new RandomStream(seed, 'simulated injection')
  const kind = FAULT_KINDS[random.below(FAULT_KINDS.length)] as FaultKind
  const of = places[kind]
  return simulateFault(seed, kind, of[random.below(of.length)] as Name)
}

export function simulateFault(seed: number, kind: FaultKind, service: Name): SimulatedInjection {
  const { healthy, rate } = drawChain(seed)
  const faulty = withFault(healthy, kind, service, rate, new RandomStream(seed, 'simulated strength'))
  return {
    service,
    kind,
    healthy: simulate(healthy, rate, seed, 1),
    faulty: simulate(faulty, rate, seed, 2),
  }
}

/** Two stretches of the same chain without a fault. */
export function simulateQuiet(seed: number): Pick<SimulatedInjection, 'healthy' | 'faulty'> {
  const { healthy, rate } = drawChain(seed)
  return { healthy: simulate(healthy, rate, seed, 1), faulty: simulate(healthy, rate, seed, 2) }
}

/** Little load: no place is more than a third in use, and timeouts are far away, the outer ones longer. */
function drawChain(seed: number): { healthy: Chain; rate: number } {
  const random = new RandomStream(seed, 'simulated chain')
  const between = (from: number, to: number) => from + (to - from) * random.float()
  const rate = between(50, 110)
  let behindMs = 0
  let timeoutMs = 250
  const settings = NAMES.toReversed().map((name): SimulatedSettings => {
    const serviceMs = between(3, 22)
    behindMs += serviceMs
    timeoutMs += Math.round(between(200, 500))
    const busy = (rate * behindMs) / 1000
    return {
      name,
      serviceMs,
      cv: between(0.3, 0.7),
      slots: 4 + Math.ceil(busy * between(3, 6)),
      poolLimit: 3 + Math.ceil(busy * between(3, 5)),
      timeoutMs,
      retries: 0,
    }
  })
  return { healthy: { settings: settings.toReversed(), faults: new Map() }, rate }
}

function withFault(chain: Chain, kind: FaultKind, name: Name, rate: number, random: RandomStream): Chain {
  const between = (from: number, to: number) => from + (to - from) * random.float()
  const at = NAMES.indexOf(name)
  const callee = NAMES[at + 1] ?? name
  const usualMs = (from: number) => chain.settings.slice(from).reduce((sum, each) => sum + each.serviceMs, 0)
  const change = (changed: Partial<SimulatedSettings>): Chain => ({
    ...chain,
    settings: chain.settings.map((each) => (each.name === name ? { ...each, ...changed } : each)),
  })
  const fault = (changed: Partial<SimulatedFault>, where: Name = name): Chain => ({
    ...chain,
    faults: new Map([[where, { ...NO_FAULT, ...changed }]]),
  })
  switch (kind) {
    case 'leaked-connection': {
      const { poolLimit } = chain.settings[at] as SimulatedSettings
      return fault({ leakEvery: Math.max(1, Math.round((rate * between(0.5, 2)) / poolLimit)) })
    }
    case 'slow-dependency':
      return fault({ slowness: between(3, 12) })
    case 'cpu-block': {
      const blockMs = between(50, 220)
      return fault({ blockMs, blockEveryMs: blockMs * between(2, 4) })
    }
    case 'gc-pressure':
      return fault({ garbageMs: (between(0.2, 0.7) * 1000) / rate })
    case 'lost-capacity':
      return change({ slots: Math.max(1, Math.floor((rate * usualMs(at) * between(0.4, 0.85)) / 1000)) })
    case 'retry-storm': {
      const failing = fault({ failingShare: between(0.6, 0.95), failingMs: between(150, 400) }, callee)
      return { ...failing, settings: change({ retries: Math.round(between(4, 16)) }).settings }
    }
    default:
      return change({ timeoutMs: Math.max(1, Math.round(usualMs(at + 1) * between(0.5, 1.1))) })
  }
}

function simulate({ settings, faults }: Chain, rate: number, seed: number, stretch: number): Observation {
  const clock = new VirtualClock()
  const spans: Span[] = []
  const vitals: ServiceVitals[] = []
  const services: SimulatedService[] = []
  for (const [i, each] of settings.toReversed().entries()) {
    const random = new RandomStream(seed, `simulated ${each.name}`, stretch)
    const world = { clock, random, spans, vitals, epochMs: EPOCH_MS, skewMs: 3 * (i - 1) }
    services.unshift(
      new SimulatedService(each, faults.get(each.name) ?? NO_FAULT, world, services[0] ?? null),
    )
  }
  const [front] = services
  if (front === undefined) throw new RangeError('a chain without services')
  const arrivals = new RandomStream(seed, 'simulated arrivals', stretch)
  let atMs = 0
  for (let i = 0; ; i++) {
    atMs += exponential(arrivals, 1000 / rate)
    if (atMs >= STRETCH_MS) break
    clock.after(atMs, () => front.serve(`trace-${i}`, `sender-${i}`, () => {}))
  }
  for (let sampleMs = 0; sampleMs <= STRETCH_MS; sampleMs += SAMPLE_MS) {
    clock.after(sampleMs, () => {
      for (const service of services) service.sample()
    })
  }
  clock.run(DRAINED * STRETCH_MS)
  return {
    durationMs: STRETCH_MS,
    spans,
    vitals,
    configuration: services.map((service) => service.configuration()),
  }
}

/** By then, all requests have come to their end. */
const DRAINED = 5
