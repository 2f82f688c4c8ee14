import { FAULT_KINDS, type FaultKind } from '../../models/root-cause/fault-kind.ts'
import type { InjectedFault } from '../../models/root-cause/cascade-view.ts'
import { RandomStream } from '../../models/random/random-stream.ts'
import type { BriefFailures, ChainFault } from '../target/chain/chain-fault.ts'
import type { ChainService } from '../target/chain/chain-options.ts'
import { CHAIN, usualMs } from '../target/chain/chain-services.ts'
import { FAULT_PLACES, FAULT_TABLE, type FaultPlace } from './fault-table.ts'

/** A fault to switch on, as strong as was drawn. */
export interface Injection extends InjectedFault {
  readonly fault: ChainFault
  /** What sets a storm of retries off, at the service called; `null` for other faults. */
  readonly trigger: { readonly service: string; readonly failures: BriefFailures } | null
}

/**
 * How strong a fault is, drawn between two ends. They are wide enough for the weaker half to be hard to see, and no fault
 * is so weak that it does nothing within 3 s at the chain's own rate.
 */
const RANGES = {
  /** Seconds after which the leak has taken every connection. */
  leakSeconds: [0.5, 1.5],
  slowness: [4, 12],
  blockMs: [80, 220],
  /** Time between the beginnings of two blocks over the length of one. */
  blockPeriods: [2, 3.5],
  kibibytes: [384, 1024],
  kept: [20, 40],
  /** Slots left, over those that the traffic keeps busy on the average. */
  slotShare: [0.6, 1],
  retries: [8, 16],
  failingShare: [0.85, 0.97],
  failingMs: [250, 450],
  /** Timeout over how long the service called usually takes. */
  timeoutShare: [0.5, 0.95],
} as const satisfies Readonly<Record<string, readonly [number, number]>>

const FAILURES_EVERY_MS = 1_000

/**
 * Faults to inject, one after another: as many as are asked for, of different kinds as long as there are any.
 *
 * @param places those to draw from, none for all of the table
 */
export function drawInjections(seed: number, count: number, rate: number): readonly Injection[] {
  const kinds = shuffled(FAULT_KINDS, new RandomStream(seed, 'cascade kinds'))
  return Array.from({ length: count }, (_, i) => {
    const random = new RandomStream(seed, 'cascade injection', i)
    const kind = kinds[i % kinds.length] as FaultKind
    const { services } = FAULT_TABLE[kind]
    const service = services[random.below(services.length)] as string
    return injectionAt({ service, kind }, random, rate)
  })
}

/** One fault at one service, all of them alike likely. */
export function drawAnyInjection(seed: number, rate: number): Injection {
  const random = new RandomStream(seed, 'cascade any injection')
  return injectionAt(FAULT_PLACES[random.below(FAULT_PLACES.length)] as FaultPlace, random, rate)
}

/**
 * A fault at a service, its strength drawn.
 *
 * @param rate requests/s that the chain is sent
 * @throws RangeError where there can be no such fault
 */
export function injectionAt({ service, kind }: FaultPlace, random: RandomStream, rate: number): Injection {
  const { services, reason } = FAULT_TABLE[kind]
  const known = CHAIN.find(({ name }) => name === service)
  if (known === undefined || !services.includes(service)) {
    throw new RangeError(`${kind} at ${service}: it can be at ${services.join(', ')} only; ${reason}`)
  }
  const draw = (name: keyof typeof RANGES): number => {
    const [from, to] = RANGES[name]
    return from + (to - from) * random.float()
  }
  const { fault, strength } = strengths[kind](known, draw, rate)
  const trigger = kind === 'retry-storm' ? drawTrigger(known, draw) : null
  return { service, kind, fault, strength, trigger }
}

type Draw = (name: keyof typeof RANGES) => number
type DrawStrength = (
  service: ChainService,
  draw: Draw,
  rate: number,
) => { readonly fault: ChainFault; readonly strength: string }

const strengths: { readonly [Kind in FaultKind]: DrawStrength } = {
  'leaked-connection': ({ settings }, draw, rate) => {
    const every = Math.max(1, Math.round((rate * draw('leakSeconds')) / settings.poolLimit))
    return {
      fault: { kind: 'leaked-connection', every },
      strength: `1 of ${every} calls keeps its connection`,
    }
  },
  'slow-dependency': (_service, draw) => {
    const factor = round(draw('slowness'), 1)
    return { fault: { kind: 'slow-dependency', factor }, strength: `service time × ${factor}` }
  },
  'cpu-block': (_service, draw) => {
    const blockMs = round(draw('blockMs'))
    const everyMs = round(blockMs * draw('blockPeriods'))
    return {
      fault: { kind: 'cpu-block', blockMs, everyMs },
      strength: `busy for ${blockMs} ms every ${everyMs} ms`,
    }
  },
  'gc-pressure': (_service, draw) => {
    const kibibytes = round(draw('kibibytes'))
    const kept = round(draw('kept'))
    return {
      fault: { kind: 'gc-pressure', kibibytes, kept },
      strength: `${kibibytes} KiB of small objects for each request, alive for ${kept} requests`,
    }
  },
  'lost-capacity': ({ name, settings }, draw, rate) => {
    const busy = (rate * usualMs(name)) / 1000
    const slots = Math.max(1, Math.round(busy * draw('slotShare')))
    return { fault: { kind: 'lost-capacity', slots }, strength: `${slots} of ${settings.slots} slots left` }
  },
  'retry-storm': (_service, draw) => {
    const retries = round(draw('retries'))
    return { fault: { kind: 'retry-storm', retries }, strength: `${retries} retries without a pause` }
  },
  'timeout-order': ({ peer }, draw) => {
    const timeoutMs = Math.max(1, round(usualMs(peer ?? '') * draw('timeoutShare')))
    return {
      fault: { kind: 'timeout-order', timeoutMs },
      strength: `gives calls to ${peer} up after ${timeoutMs} ms`,
    }
  },
}

function drawTrigger({ peer }: ChainService, draw: Draw): Injection['trigger'] {
  if (peer === null) return null
  const failures = {
    share: round(draw('failingShare'), 2),
    forMs: round(draw('failingMs')),
    everyMs: FAILURES_EVERY_MS,
  }
  return { service: peer, failures }
}

function round(value: number, digits = 0): number {
  return Number(value.toFixed(digits))
}

function shuffled<Value>(values: readonly Value[], random: RandomStream): readonly Value[] {
  const mixed = [...values]
  for (let i = mixed.length - 1; i > 0; i--) {
    const k = random.below(i + 1)
    const moved = mixed[i] as Value
    mixed[i] = mixed[k] as Value
    mixed[k] = moved
  }
  return mixed
}
