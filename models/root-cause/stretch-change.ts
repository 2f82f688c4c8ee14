import { ln } from '../random/portable-math.ts'
import { chanceDifference, mean, significantExcess } from './significant-excess.ts'
import { meanShare, type ThreadLoad } from './thread-load.ts'
import type { CallFigures, ServiceFigures, StretchFigures } from './stretch-figures.ts'

/** How a service differs from what it was; what is not more than chance is 0. Times are means over requests, in ms. */
export interface ServiceChange {
  readonly service: string
  readonly healthy: ServiceFigures
  readonly faulty: ServiceFigures
  readonly addedWaitMs: number
  readonly addedSelfMs: number
  /** ln of how many times longer a request holds its slot, ≥ 0. */
  readonly lnHold: number
  /** ln of how many times fewer slots there are, ≥ 0. */
  readonly lnFewerSlots: number
  /** Seconds of garbage collection per second more, ≥ 0. */
  readonly addedGcShare: number
  /**
   * Seconds per second that the thread is busy for more than its load explains, ≥ 0: CPU time, or garbage collection where
   * that is more, as with a process that gets too little of a processor.
   */
  readonly addedBusyShare: number
  /** Mean wait for the thread that this can have caused, for one event, in ms. */
  readonly threadWaitMs: number
}

/** How calls of one service to another differ from what they were, likewise. Times are means over tries, in ms. */
export interface CallChange {
  readonly from: string
  readonly to: string
  readonly healthy: CallFigures | null
  readonly faulty: CallFigures
  readonly addedWaitMs: number
  readonly addedAnswerMs: number
  readonly addedGapMs: number
  /** Added for each request of the caller, over all its tries. */
  readonly addedPerRequestMs: number
  /** ln of how many times more tries a call takes, ≥ 0. */
  readonly lnAttempts: number
  /** ln of how many times longer a try takes, wait for a connection and all, ≥ 0. */
  readonly lnDuration: number
  /** ln of how many times longer a try holds its connection, ≥ 0. */
  readonly lnHold: number
  /** ln of how many times fewer connections there are for use because of leaked ones, ≥ 0. */
  readonly lnLeaked: number
  /** The same because the limit of the pool is lower, ≥ 0. */
  readonly lnLowerLimit: number
}

export interface StretchChange {
  readonly healthy: StretchFigures
  readonly faulty: StretchFigures
  readonly services: ReadonlyMap<string, ServiceChange>
  readonly calls: readonly CallChange[]
  /** ln of how many times more requests come from outside, ≥ 0. */
  readonly lnTraffic: number
  /** Mean latency of a request from outside in the healthy stretch, in ms. */
  readonly healthyMs: number
}

/** Times below this share of the whole latency are not worth following. */
const WORTH_FOLLOWING = 0.01

export function stretchChange(healthy: StretchFigures, faulty: StretchFigures): StretchChange {
  const entries = [...healthy.entries.values()].flat()
  const healthyMs = entries.length === 0 ? 0 : mean(entries.map(({ span }) => span.durationMs))
  const floorMs = WORTH_FOLLOWING * healthyMs
  const services = [...faulty.services].flatMap(([service, now]) => {
    const before = healthy.services.get(service)
    return before === undefined ? [] : [serviceChange(service, before, now, floorMs, { healthy, faulty })]
  })
  return {
    healthy,
    faulty,
    services: new Map(services.map((each) => [each.service, each])),
    calls: [...faulty.calls].map(([key, now]) =>
      callChange(
        healthy.calls.get(key) ?? null,
        now,
        floorMs,
        faulty.services.get(now.calls.from)?.requests.length ?? 0,
        healthy.services.get(now.calls.from)?.requests.length ?? 0,
      ),
    ),
    lnTraffic: lnCounts(entries.length, [...faulty.entries.values()].flat().length, healthy, faulty),
    healthyMs,
  }
}

function serviceChange(
  service: string,
  healthy: ServiceFigures,
  faulty: ServiceFigures,
  floorMs: number,
  all: { readonly healthy: StretchFigures; readonly faulty: StretchFigures },
): ServiceChange {
  const longerHold = significantExcess(healthy.holds, faulty.holds, floorMs)
  const load = Math.max(1, messagesPerMs(service, all.faulty) / messagesPerMs(service, all.healthy))
  const explained = healthy.thread.cpuShares.map((share) => share * load)
  const addedGcShare = significantExcess(healthy.thread.gcShares, faulty.thread.gcShares, LEAST_GC)
  const addedCpuShare = significantExcess(explained, faulty.thread.cpuShares, LEAST_CPU)
  const addedBusyShare = Math.max(addedCpuShare, addedGcShare)
  return {
    service,
    healthy,
    faulty,
    addedWaitMs: significantExcess(healthy.waits, faulty.waits, floorMs),
    addedSelfMs: significantExcess(healthy.selves, faulty.selves, floorMs),
    lnHold: longerHold > 0 ? lnRatio(mean(faulty.holds), mean(healthy.holds)) : 0,
    lnFewerSlots: lnRatio(healthy.slots ?? 1, faulty.slots ?? healthy.slots ?? 1),
    addedGcShare,
    addedBusyShare,
    threadWaitMs: meanThreadWaitMs(addedBusyShare, faulty.thread),
  }
}

/**
 * By Pollaczek and Khinchine (Kleinrock 1975, Queueing Systems I, 5.62): who comes upon a single server that is busy for
 * the share ρ of the time, in pieces of D, waits ρ D / (2 (1 − ρ)) in the mean. Of that, the added part of ρ is taken.
 */
function meanThreadWaitMs(addedShare: number, { cpuShares, blockMs }: ThreadLoad): number {
  const busy = Math.min(BUSIEST, Math.max(addedShare, meanShare(cpuShares)))
  return (addedShare * blockMs) / (2 * (1 - busy))
}

/** Above this share, the formula goes out of bounds: no stretch lasts long enough to come to rest. */
const BUSIEST = 0.95

/** In seconds per second. */
const LEAST_CPU = 0.02
const LEAST_GC = 0.005

/** Requests taken and calls made: what a thread has to do. */
function messagesPerMs(service: string, { services, calls }: StretchFigures): number {
  const made = [...calls.values()].filter(({ calls: { from } }) => from === service)
  return made.reduce(
    (sum, { attemptsPerMs }) => sum + attemptsPerMs,
    services.get(service)?.requestsPerMs ?? 0,
  )
}

function callChange(
  healthy: CallFigures | null,
  faulty: CallFigures,
  floorMs: number,
  requestsNow: number,
  requestsBefore: number,
): CallChange {
  const { from, to } = faulty.calls
  const added = (of: (figures: CallFigures) => readonly number[]) =>
    healthy === null ? 0 : significantExcess(of(healthy), of(faulty), floorMs)
  const longer = added(({ holds }) => holds)
  const durations = (figures: CallFigures) => figures.holds.map((hold, i) => hold + (figures.waits[i] ?? 0))
  const perRequest = (figures: CallFigures | null, requests: number) =>
    figures === null ? 0 : durations(figures).reduce((sum, value) => sum + value, 0) / Math.max(1, requests)
  const free = faulty.leaked.limit - faulty.leaked.count
  return {
    from,
    to,
    healthy,
    faulty,
    addedWaitMs: added(({ waits }) => waits),
    addedAnswerMs: added(({ answers }) => answers),
    addedGapMs: added(({ gaps }) => gaps),
    addedPerRequestMs: Math.max(0, perRequest(faulty, requestsNow) - perRequest(healthy, requestsBefore)),
    lnAttempts: attemptsExcess(healthy, faulty),
    lnDuration:
      healthy !== null && added(durations) > 0
        ? lnRatio(mean(durations(faulty)), mean(durations(healthy)))
        : 0,
    lnHold: longer > 0 && healthy !== null ? lnRatio(mean(faulty.holds), mean(healthy.holds)) : 0,
    lnLeaked: faulty.leaked.count > 0 ? lnRatio(faulty.leaked.limit, Math.max(LEAST_FREE, free)) : 0,
    lnLowerLimit: lnRatio(healthy?.configured?.poolLimit ?? 1, faulty.configured?.poolLimit ?? 1),
  }
}

/** With no connection left there still was one for a part of the stretch. */
const LEAST_FREE = 0.5

function attemptsExcess(healthy: CallFigures | null, faulty: CallFigures): number {
  const usual = healthy?.attemptsPerCall ?? 1
  const extra = (figures: CallFigures | null) =>
    (figures?.calls.attempts ?? []).map(({ span }) => Number(span.attempt > 1))
  const chance = healthy === null ? 0 : chanceDifference(extra(healthy))
  const isMore = faulty.attemptsPerCall - usual > Math.max(LEAST_RETRIES, chance)
  return isMore ? lnRatio(faulty.attemptsPerCall, usual) : 0
}

/** For each call. */
const LEAST_RETRIES = 0.02

/** ln(now / before) if counts of independent events differ by more than three standard errors of that, else 0. */
function lnCounts(before: number, now: number, healthy: StretchFigures, faulty: StretchFigures): number {
  const rate = (figures: StretchFigures) =>
    [...figures.entries.keys()].reduce(
      (sum, name) => sum + (figures.services.get(name)?.requestsPerMs ?? 0),
      0,
    )
  const change = lnRatio(rate(faulty), rate(healthy))
  return change > 3 * Math.sqrt(1 / Math.max(1, before) + 1 / Math.max(1, now)) ? change : 0
}

/** ln of a ratio, where it is above 1; 0 where it is not, or is not known. */
function lnRatio(above: number, below: number): number {
  return above > below && below > 0 ? ln(above / below) : 0
}
