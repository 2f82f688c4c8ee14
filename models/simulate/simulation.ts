import { addConnections, connectionsSince, type Measurement } from '../measurement/measurement.ts'
import type { IdleConnection } from '../pool/idle-connection.ts'
import { PoolMachine } from '../pool/machine.ts'
import type { Returned } from '../pool/pool-effects.ts'
import type { PoolPolicy } from '../pool/policy.ts'
import { NO_COUNTS, type PoolCounts } from '../pool/pool-counters.ts'
import type { PoolSettings } from '../pool/settings.ts'
import { SharedLimits } from '../pool/shared-limits.ts'
import { RandomStream } from '../random/random-stream.ts'
import { Autoscaler, type AutoscalerSettings } from './autoscaler.ts'
import { DialThreads } from './dial-threads.ts'
import { BROKEN, DIAL_FAILED, DIALED, RESET, RESPONSE, SEND_AGAIN, WATCH } from './event-kinds.ts'
import { EventQueue } from './event-queue.ts'
import { DialCost } from './handshake.ts'
import { mayOutliveServer } from './may-outlive-server.ts'
import { Observations } from './observations.ts'
import { RequestTable } from './request-table.ts'
import { NOTHING, SimulatedPool } from './simulated-pool.ts'
import { ServerQueue } from './server-queue.ts'
import type { SystemModel } from './system-model.ts'

export interface SimulationOptions {
  readonly system: SystemModel
  readonly settings: PoolSettings
  readonly policy: PoolPolicy
  /** Client processes, each with its own pools; arrival i goes to pod i mod pods. At first, with `autoscale`. */
  readonly pods: number
  /** Hosts that each pod has a pool for; each arrival goes to one of them at random. One unless told. */
  readonly hosts?: number
  /** Pods come and go with the rate; `pods` of them at first. */
  readonly autoscale?: AutoscalerSettings
  readonly seed: number
  /** Share of the requests that may be sent twice without harm, in [0, 1]; all unless told. */
  readonly idempotentShare?: number
  /** Called after each step of a pool, which it may reconfigure: its machine, its place among all pools, and now. */
  readonly onStep?: (machine: PoolMachine, pool: number, nowMs: number) => void
}

const A_MICROSECOND_MS = 0.001

const CLOSED_BY_SERVER = 'closed-by-server'

/**
 * The same pool machine as on real sockets, in virtual time, against a model of the server and the way to it.
 * Fed with arrivals in consecutive stretches; the same seed gives the same result, and the service time of the
 * i-th arrival does not depend on the pool's settings, so that settings are compared on equal work.
 */
export class Simulation {
  readonly #options: SimulationOptions
  readonly #system: SystemModel
  readonly #events = new EventQueue()
  readonly #server: ServerQueue
  readonly #requests = new RequestTable()
  readonly #pools: SimulatedPool[] = []
  readonly #dialCosts: DialCost[] = []
  readonly #dialThreads: DialThreads
  readonly #service: RandomStream
  readonly #dials: RandomStream
  readonly #methods: RandomStream
  readonly #failures: RandomStream
  readonly #hostChoice: RandomStream
  readonly #hosts: number
  readonly #returned: Returned
  readonly #autoscaler: Autoscaler | null
  readonly #sharesLimits: boolean
  readonly #watchesServer: boolean
  readonly #requestFailures: number
  readonly #onStep: SimulationOptions['onStep']
  #scalesAtMs = Infinity
  #arrivalsSinceScaling = 0
  #activePods: number
  #servicesMs = new Float64Array(64)
  #arrivals = 0
  #open = 0
  #nowMs = 0
  #measuringFromMs = Infinity
  #seen = new Observations(0)
  #atStart: PoolCounts[] = []

  constructor(options: SimulationOptions) {
    const { system, seed, autoscale, pods, hosts = 1 } = options
    this.#options = options
    this.#system = system
    this.#hosts = hosts
    this.#server = new ServerQueue(system.slots)
    this.#dialThreads = new DialThreads(system.dialExclusiveMs)
    this.#service = new RandomStream(seed, 'service')
    this.#dials = new RandomStream(seed, 'dials')
    this.#methods = new RandomStream(seed, 'methods')
    this.#failures = new RandomStream(seed, 'failures')
    this.#hostChoice = new RandomStream(seed, 'hosts')
    this.#returned = { reusable: true, hintMs: system.hintMs }
    this.#onStep = options.onStep
    this.#watchesServer =
      options.onStep !== undefined || mayOutliveServer(options.settings, options.policy, system)
    this.#requestFailures = system.failures?.requestShare ?? 0
    this.#activePods = pods
    this.#autoscaler = autoscale === undefined ? null : new Autoscaler(autoscale, pods)
    if (autoscale !== undefined) this.#scalesAtMs = autoscale.everyMs
    const { settings, policy } = options
    this.#sharesLimits = SharedLimits.areNeeded(settings, policy, hosts)
    for (let pod = 0; pod < pods; pod++) this.#addPod(pod)
  }

  /**
   * Runs up to `untilMs`.
   *
   * @param dueMs arrivals of this stretch, ascending, none before the end of the last stretch or after `untilMs`
   * @param serviceMs time that each of them takes at the server, instead of one drawn from the system's
   */
  run(dueMs: Float64Array, untilMs: number, serviceMs: Float64Array | null = null): void {
    const servicesMs = serviceMs ?? this.#drawServices(dueMs.length)
    for (let i = 0; i < dueMs.length; i++) {
      const due = dueMs[i] as number
      if (this.#events.nextMs <= due) this.#handleEventsUntil(due)
      if (this.#scalesAtMs <= due) this.#scale(due)
      if (this.#sharesLimits) this.#advancePools(due)
      this.#nowMs = due
      this.#arrive(due, servicesMs[i] as number)
    }
    this.#handleEventsUntil(untilMs)
    if (this.#scalesAtMs <= untilMs) this.#scale(untilMs)
    if (this.#sharesLimits) this.#advancePools(untilMs)
    this.#nowMs = untilMs
    for (const pool of this.#pools) pool.machine.advance(untilMs)
  }

  /**
   * Runs on until every request is answered or has failed.
   *
   * @returns when the last of them was, in ms, and not before now
   */
  drain(): number {
    while (this.#requests.underWay > 0) {
      const deadlineMs = this.#nextDeadlineMs
      const nextMs = Math.min(this.#events.nextMs, deadlineMs)
      if (nextMs === Infinity) throw new Error('requests are under way that nothing will end')
      if (this.#events.nextMs === nextMs) this.#handleEventsUntil(nextMs)
      else {
        this.#nowMs = Math.max(this.#nowMs, deadlineMs)
        // What is due at a moment is done after it.
        for (const { machine } of this.#pools) machine.advance(this.#nowMs + A_MICROSECOND_MS)
      }
    }
    return this.#nowMs
  }

  /** For how long connections have been idle that are so now, of all pods and hosts together; in ms. */
  get stillIdleMs(): number {
    let idleMs = 0
    for (const { machine } of this.#pools) {
      for (const { idleSinceMs } of machine.idleConnections()) {
        idleMs += this.#nowMs - Math.max(idleSinceMs, this.#measuringFromMs)
      }
    }
    return idleMs
  }

  /** The next arrival goes to the first pod. */
  startRotation(): void {
    this.#arrivals = 0
  }

  /** From now on, what happens is measured. */
  startMeasuring(): void {
    this.#seen = new Observations(this.#nowMs)
    this.#measuringFromMs = this.#nowMs
    this.#atStart = this.#pools.map((pool) => pool.machine.counters.snapshot())
  }

  /** Idle connections of a pod to its first host, the one returned first first, with times relative to now. */
  idleConnections(pod: number): IdleConnection[] {
    const { machine } = this.#pools[pod * this.#hosts] as SimulatedPool
    return machine.idleConnections().map((connection) => ({
      openedAtMs: connection.openedAtMs - this.#nowMs,
      idleSinceMs: connection.idleSinceMs - this.#nowMs,
      requestsServed: connection.requestsServed,
    }))
  }

  /** What was seen since `startMeasuring`; requests that have not been answered yet are not in it. */
  measurement(): Measurement {
    const connections = addConnections(
      this.#pools.map(({ machine }, i) => connectionsSince(this.#atStart[i] ?? NO_COUNTS, machine.counters)),
    )
    return this.#seen.measurement(this.#nowMs, connections)
  }

  /** Pods that requests go to now. */
  get activePods(): number {
    return this.#activePods
  }

  #drawServices(count: number): Float64Array {
    if (this.#servicesMs.length < count) this.#servicesMs = new Float64Array(2 * count)
    this.#system.serviceMs.drawInto(this.#service, this.#servicesMs, count)
    return this.#servicesMs
  }

  #arrive(dueMs: number, serviceMs: number): void {
    const request = this.#requests.add(dueMs, serviceMs)
    if (dueMs >= this.#measuringFromMs) this.#seen.arrived(dueMs)
    this.#arrivalsSinceScaling++
    const pod = this.#activePods === 1 ? 0 : this.#arrivals++ % this.#activePods
    const host = this.#hosts === 1 ? 0 : this.#hostChoice.below(this.#hosts)
    const pool = this.#pools[pod * this.#hosts + host] as SimulatedPool
    pool.machine.acquire(request, dueMs)
    this.#onStep?.(pool.machine, pool.number, dueMs)
  }

  #handleEventsUntil(untilMs: number): void {
    const events = this.#events
    while (events.size > 0 && events.nextMs <= untilMs) {
      if (this.#scalesAtMs <= events.nextMs) this.#scale(events.nextMs)
      if (this.#sharesLimits) this.#advancePools(events.nextMs)
      this.#nowMs = events.take()
      const pool = this.#pools[events.detail] as SimulatedPool
      if (events.kind === RESPONSE) this.#respond(pool, events.subject)
      else this.#handleRareEvent(pool, events.kind, events.subject)
      this.#onStep?.(pool.machine, pool.number, this.#nowMs)
    }
  }

  /** Where pools share limits, what one of them closes may be what another's request waits for. */
  #advancePools(untilMs: number): void {
    for (let deadlineMs; (deadlineMs = this.#nextDeadlineMs) < untilMs;) {
      this.#nowMs = Math.min(untilMs, deadlineMs + A_MICROSECOND_MS)
      for (const { machine } of this.#pools) machine.advance(this.#nowMs)
      if (this.#nowMs === untilMs) return
    }
  }

  get #nextDeadlineMs(): number {
    return this.#pools.reduce((ms, { machine }) => Math.min(ms, machine.nextDeadlineMs), Infinity)
  }

  #handleRareEvent(pool: SimulatedPool, kind: number, subject: number): void {
    if (kind === DIALED) {
      this.#dialCosts[pool.pod]?.finished(this.#nowMs)
      pool.machine.dialed(subject, this.#nowMs)
      if (pool.pod >= this.#activePods) pool.machine.closeIdle(this.#nowMs)
    } else if (kind === DIAL_FAILED) {
      this.#open--
      pool.machine.dialFailed(subject, this.#nowMs)
    } else if (kind === WATCH) this.#lookAtServer(pool, subject)
    else if (kind === RESET) this.#reset(pool, subject)
    else if (kind === BROKEN) this.#fail(this.#break(pool, subject), 'reset')
    else pool.machine.acquire(subject, this.#nowMs)
  }

  #send(pool: SimulatedPool, request: number, connection: number, reused: boolean): void {
    const { rttMs, serverIdleTimeoutMs } = this.#system
    const nowMs = this.#nowMs
    const reachesServerMs = nowMs + rttMs / 2
    pool.carries[connection] = request
    this.#requests.sentMs[request] = nowMs
    if ((this.#requests.dueMs[request] as number) >= this.#measuringFromMs) this.#seen.sent++
    if (reused && reachesServerMs - (pool.lastEndMs[connection] as number) >= serverIdleTimeoutMs) {
      this.#events.schedule(nowMs + rttMs, RESET, connection, pool.number)
      return
    }
    const { serverFreeAtMs } = this.#dialThreads
    const servedFromMs = reachesServerMs > serverFreeAtMs ? reachesServerMs : serverFreeAtMs
    const endMs = this.#server.serve(servedFromMs, this.#requests.serviceMs[request] as number)
    pool.lastEndMs[connection] = endMs
    const breaks = this.#requestFailures > 0 && this.#failures.float() < this.#requestFailures
    this.#events.schedule(endMs + rttMs / 2, breaks ? BROKEN : RESPONSE, connection, pool.number)
  }

  #respond(pool: SimulatedPool, connection: number): void {
    const nowMs = this.#nowMs
    const clientFreeAtMs = this.#dialThreads.clientFreeAtMs(pool.pod)
    if (clientFreeAtMs > nowMs) {
      this.#events.schedule(clientFreeAtMs, RESPONSE, connection, pool.number)
      return
    }
    const request = pool.carries[connection] as number
    if (nowMs >= this.#measuringFromMs) this.#seen.ended++
    const dueMs = this.#requests.dueMs[request] as number
    if (dueMs >= this.#measuringFromMs)
      this.#seen.completed(dueMs, this.#requests.sentMs[request] as number, nowMs)
    pool.carries[connection] = NOTHING
    this.#requests.remove(request)
    if (this.#watchesServer && pool.isWatched[connection] === 0) this.#watch(pool, connection)
    pool.machine.release(connection, this.#returned, nowMs)
    if (pool.pod >= this.#activePods) pool.machine.closeIdle(nowMs)
  }

  /** Sees to it that the pool hears of the server's closing an idle connection. */
  #watch(pool: SimulatedPool, connection: number): void {
    const { rttMs, serverIdleTimeoutMs } = this.#system
    const heardMs = (pool.lastEndMs[connection] as number) + serverIdleTimeoutMs + rttMs / 2
    pool.isWatched[connection] = 1
    this.#events.schedule(heardMs, WATCH, connection, pool.number)
  }

  #lookAtServer(pool: SimulatedPool, connection: number): void {
    pool.isWatched[connection] = 0
    if (pool.isOpen[connection] === 0 || pool.carries[connection] !== NOTHING) return
    const lastEndMs = pool.lastEndMs[connection] as number
    if (lastEndMs === Infinity) return
    const { rttMs, serverIdleTimeoutMs } = this.#system
    if (lastEndMs + serverIdleTimeoutMs + rttMs / 2 > this.#nowMs) this.#watch(pool, connection)
    else pool.machine.lost(connection, 'peer-closed', this.#nowMs)
  }

  /** The server had closed the connection before the request reached it. */
  #reset(pool: SimulatedPool, connection: number): void {
    const request = this.#break(pool, connection)
    if (!this.#mayRetry(request)) {
      this.#fail(request, CLOSED_BY_SERVER)
      return
    }
    this.#requests.resent[request]! += 1
    if ((this.#requests.dueMs[request] as number) >= this.#measuringFromMs) this.#seen.retried++
    const { delayMs } = this.#options.policy.staleRetry
    if (delayMs > 0) this.#events.schedule(this.#nowMs + delayMs, SEND_AGAIN, request, pool.number)
    else pool.machine.acquire(request, this.#nowMs)
  }

  /** @returns the request that the connection carried */
  #break(pool: SimulatedPool, connection: number): number {
    const request = pool.carries[connection] as number
    pool.carries[connection] = NOTHING
    pool.machine.lost(connection, 'failed', this.#nowMs)
    return request
  }

  #mayRetry(request: number): boolean {
    const { policy, idempotentShare = 1 } = this.#options
    const { requests, times } = policy.staleRetry
    if (requests === 'none' || (this.#requests.resent[request] as number) >= times) return false
    return requests === 'all' || this.#methods.float() < idempotentShare
  }

  #fail(request: number, error: string): void {
    if ((this.#requests.dueMs[request] as number) >= this.#measuringFromMs)
      this.#seen.failed(this.#nowMs, error)
    this.#requests.remove(request)
  }

  #dial(pool: SimulatedPool, connection: number): void {
    const nowMs = this.#nowMs
    const cost = this.#dialCosts[pool.pod]
    const ownMs =
      cost === undefined
        ? this.#system.dialMs.draw(this.#dials)
        : cost.nextMs(nowMs, this.#system.rttMs, this.#dials)
    const durationMs = this.#dialThreads.begin(pool.pod, nowMs) + ownMs
    pool.begin(connection)
    this.#open++
    if (nowMs >= this.#measuringFromMs) this.#seen.dialed(nowMs, durationMs, this.#open)
    const share = this.#system.failures?.dialShare ?? 0
    const fails = share > 0 && this.#failures.float() < share
    this.#events.schedule(nowMs + durationMs, fails ? DIAL_FAILED : DIALED, connection, pool.number)
  }

  #scale(untilMs: number): void {
    const autoscaler = this.#autoscaler as Autoscaler
    for (; this.#scalesAtMs <= untilMs; this.#scalesAtMs += this.#options.autoscale?.everyMs ?? Infinity) {
      const pods = autoscaler.next(this.#arrivalsSinceScaling)
      this.#arrivalsSinceScaling = 0
      this.#nowMs = this.#scalesAtMs
      while (this.#pools.length < pods * this.#hosts) this.#addPod(this.#pools.length / this.#hosts)
      for (let pod = this.#activePods; pod < pods; pod++) this.#forgetTickets(pod)
      this.#activePods = pods
      for (const pool of this.#pools.slice(pods * this.#hosts)) pool.machine.closeIdle(this.#scalesAtMs)
    }
  }

  #addPod(pod: number): void {
    const { settings, policy } = this.#options
    this.#forgetTickets(pod)
    const own = this.#sharesLimits ? new SharedLimits(settings, policy) : null
    for (let host = 0; host < this.#hosts; host++) {
      this.#pools.push(new SimulatedPool(this.#pools.length, pod, (pool) => this.#createMachine(pool, own)))
    }
  }

  /** A pod that comes, or comes back, is a new process. */
  #forgetTickets(pod: number): void {
    const { handshake } = this.#system
    if (handshake !== undefined) this.#dialCosts[pod] = new DialCost(handshake)
  }

  #createMachine(pool: SimulatedPool, shared: SharedLimits | null): PoolMachine {
    const effects = {
      assign: (request: number, connection: number, reused: boolean) =>
        this.#send(pool, request, connection, reused),
      dial: (connection: number) => this.#dial(pool, connection),
      close: (connection: number) => {
        pool.isOpen[connection] = 0
        this.#seen.closed(--this.#open)
      },
      reject: (request: number, reason: string) => this.#fail(request, reason),
    }
    return new PoolMachine(this.#options.settings, this.#options.policy, effects, this.#nowMs, shared)
  }
}
