import { LatencyHistogram } from '../measurement/latency-histogram.ts'
import { addConnections, connectionsSince, type Measurement } from '../measurement/measurement.ts'
import { type IdleConnection, PoolMachine, type Returned } from '../pool/machine.ts'
import type { PoolPolicy } from '../pool/policy.ts'
import type { PoolCounts } from '../pool/pool-counters.ts'
import type { PoolSettings } from '../pool/settings.ts'
import { RandomStream } from '../random/random-stream.ts'
import { EventQueue } from './event-queue.ts'
import { ServerQueue } from './server-queue.ts'
import type { SystemModel } from './system-model.ts'

export interface SimulationOptions {
  readonly system: SystemModel
  readonly settings: PoolSettings
  readonly policy: PoolPolicy
  /** Client processes, each with its own pool; arrival i goes to pod i mod pods. */
  readonly pods: number
  readonly seed: number
  /** Share of the requests that may be sent twice without harm, in [0, 1]; all unless told. */
  readonly idempotentShare?: number
}

const RESPONSE = 0
const DIALED = 1
const PEER_CLOSED = 2
const RESET = 3

/**
 * The same pool machine as on real sockets, in virtual time, against a model of the server and the way to it.
 * Fed with arrivals in consecutive stretches; the same seed gives the same result, and the service time of the
 * i-th arrival does not depend on the pool's settings, so that settings are compared on equal work.
 */
export class Simulation {
  readonly #options: SimulationOptions
  readonly #events = new EventQueue()
  readonly #server: ServerQueue
  readonly #pods: Pod[] = []
  readonly #service: RandomStream
  readonly #dials: RandomStream
  readonly #methods: RandomStream
  readonly #returned: Returned
  readonly #freeRequests: number[] = []
  readonly #dueMs: number[] = []
  readonly #serviceMs: number[] = []
  readonly #sentMs: number[] = []
  #arrivals = 0
  #dialsFreeAtMs = -Infinity
  #nowMs = 0
  #seen = new Observations()
  #measuringFromMs = Infinity
  #atStart: PoolCounts[] = []

  constructor(options: SimulationOptions) {
    this.#options = options
    this.#server = new ServerQueue(options.system.slots)
    this.#service = new RandomStream(options.seed, 'service')
    this.#dials = new RandomStream(options.seed, 'dials')
    this.#methods = new RandomStream(options.seed, 'methods')
    this.#returned = { reusable: true, hintMs: options.system.hintMs }
    for (let pod = 0; pod < options.pods; pod++) this.#pods.push(this.#createPod(pod))
  }

  /**
   * Runs up to `untilMs`.
   *
   * @param dueMs arrivals of this stretch, ascending, none before the end of the last stretch or after `untilMs`
   */
  run(dueMs: Float64Array, untilMs: number): void {
    for (let i = 0; i < dueMs.length; i++) {
      const due = dueMs[i] as number
      this.#handleEventsUntil(due)
      this.#nowMs = due
      this.#arrive(due)
    }
    this.#handleEventsUntil(untilMs)
    this.#nowMs = untilMs
    for (const pod of this.#pods) pod.machine.advance(untilMs)
  }

  /** The next arrival goes to the first pod. */
  startRotation(): void {
    this.#arrivals = 0
  }

  /** From now on, what happens is measured. */
  startMeasuring(): void {
    this.#seen = new Observations()
    this.#measuringFromMs = this.#nowMs
    this.#atStart = this.#pods.map((pod) => pod.machine.counters.snapshot())
  }

  /** Idle connections of a pod, the one returned first first, with times relative to now. */
  idleConnections(pod: number): IdleConnection[] {
    const machine = (this.#pods[pod] as Pod).machine
    return machine.idleConnections().map((connection) => ({
      openedAtMs: connection.openedAtMs - this.#nowMs,
      idleSinceMs: connection.idleSinceMs - this.#nowMs,
      requestsServed: connection.requestsServed,
    }))
  }

  /** What was seen since `startMeasuring`; requests that have not been answered yet are not in it. */
  measurement(): Measurement {
    const seen = this.#seen
    const connections = addConnections(
      this.#pods.map((pod, i) => connectionsSince(this.#atStart[i] as PoolCounts, pod.machine.counters)),
    )
    return {
      measuredMs: this.#nowMs - this.#measuringFromMs,
      requests: {
        due: seen.response.count + seen.failed,
        completed: seen.response.count,
        ended: seen.ended,
        failed: seen.failed,
        dropped: 0,
        retried: seen.retried,
      },
      connections,
      response: seen.response,
      service: seen.service,
      lateness: new LatencyHistogram(),
      poolWait: seen.poolWait,
      dial: seen.dial,
      statuses: {},
      errors: seen.failed === 0 ? {} : { 'closed-by-server': seen.failed },
      whole: { sent: seen.sent, dialed: connections.dialed, primed: 0 },
    }
  }

  #arrive(dueMs: number): void {
    const pod = this.#pods[this.#arrivals++ % this.#pods.length] as Pod
    const request = this.#freeRequests.pop() ?? this.#dueMs.length
    this.#dueMs[request] = dueMs
    this.#serviceMs[request] = this.#options.system.serviceMs.draw(this.#service)
    pod.machine.acquire(request, dueMs)
  }

  #handleEventsUntil(untilMs: number): void {
    while (this.#events.nextMs <= untilMs) this.#events.take(this.#handle)
  }

  readonly #handle = (timeMs: number, kind: number, subject: number, detail: number): void => {
    this.#nowMs = timeMs
    const pod = this.#pods[subject % this.#pods.length] as Pod
    const connection = Math.floor(subject / this.#pods.length)
    if (kind === RESPONSE) this.#respond(pod, connection)
    else if (kind === DIALED) pod.machine.dialed(connection, timeMs)
    else if (kind === RESET) this.#reset(pod, connection)
    else if (pod.exchanges[connection] === detail && pod.carries[connection] === NOTHING) {
      pod.machine.lost(connection, 'peer-closed', timeMs)
    }
  }

  #send(pod: Pod, request: number, connection: number, reused: boolean): void {
    const { rttMs, serverIdleTimeoutMs } = this.#options.system
    const measured = this.#isMeasured(request)
    const reachesServerMs = this.#nowMs + rttMs / 2
    const idleSinceMs = pod.lastEndMs[connection] as number
    pod.carries[connection] = request
    pod.exchanges[connection] = ((pod.exchanges[connection] ?? 0) + 1) | 0
    this.#sentMs[request] = this.#nowMs
    if (measured) this.#seen.sent++
    const subject = connection * this.#pods.length + pod.number
    if (reused && reachesServerMs - idleSinceMs >= serverIdleTimeoutMs) {
      this.#events.schedule(this.#nowMs + rttMs, RESET, subject, 0)
      return
    }
    const servedFromMs = Math.max(reachesServerMs, this.#dialsFreeAtMs)
    const endMs = this.#server.serve(servedFromMs, this.#serviceMs[request] as number)
    pod.lastEndMs[connection] = endMs
    this.#events.schedule(endMs + rttMs / 2, RESPONSE, subject, 0)
  }

  #respond(pod: Pod, connection: number): void {
    const { rttMs, serverIdleTimeoutMs } = this.#options.system
    const request = pod.carries[connection] as number
    const nowMs = this.#nowMs
    if (nowMs >= this.#measuringFromMs) this.#seen.ended++
    if (this.#isMeasured(request)) {
      const dueMs = this.#dueMs[request] as number
      const sentMs = this.#sentMs[request] as number
      this.#seen.response.record(nowMs - dueMs)
      this.#seen.service.record(nowMs - sentMs)
      this.#seen.poolWait.record(sentMs - dueMs)
    }
    pod.carries[connection] = NOTHING
    this.#freeRequests.push(request)
    if (serverIdleTimeoutMs <= this.#options.settings.idleTimeoutMs + rttMs) {
      const closedMs = (pod.lastEndMs[connection] as number) + serverIdleTimeoutMs + rttMs / 2
      const subject = connection * this.#pods.length + pod.number
      this.#events.schedule(closedMs, PEER_CLOSED, subject, pod.exchanges[connection] as number)
    }
    pod.machine.release(connection, this.#returned, nowMs)
  }

  /** The server had closed the connection before the request reached it. */
  #reset(pod: Pod, connection: number): void {
    const request = pod.carries[connection] as number
    pod.carries[connection] = NOTHING
    pod.machine.lost(connection, 'failed', this.#nowMs)
    if (this.#mayRetry()) {
      if (this.#isMeasured(request)) this.#seen.retried++
      pod.machine.acquire(request, this.#nowMs)
    } else {
      this.#fail(request)
    }
  }

  #mayRetry(): boolean {
    const { policy, idempotentShare = 1 } = this.#options
    return policy.staleRetry === 'idempotent' && this.#methods.float() < idempotentShare
  }

  #fail(request: number): void {
    if (this.#isMeasured(request)) this.#seen.failed++
    this.#freeRequests.push(request)
  }

  #isMeasured(request: number): boolean {
    return (this.#dueMs[request] as number) >= this.#measuringFromMs
  }

  /** Dials at the same time wait for one another, and requests for them, where they need the same thread. */
  #waitToDial(): number {
    const waitMs = Math.max(0, this.#dialsFreeAtMs - this.#nowMs)
    this.#dialsFreeAtMs = this.#nowMs + waitMs + this.#options.system.dialExclusiveMs
    return waitMs
  }

  #createPod(number: number): Pod {
    const { settings, policy, pods, system } = this.#options
    const pod: Pod = {
      number,
      carries: [],
      exchanges: [],
      lastEndMs: [],
      machine: new PoolMachine(settings, policy, {
        assign: (request, connection, reused) => this.#send(pod, request, connection, reused),
        dial: (connection) => {
          const durationMs = this.#waitToDial() + system.dialMs.draw(this.#dials)
          if (this.#nowMs >= this.#measuringFromMs) this.#seen.dial.record(durationMs)
          pod.carries[connection] = NOTHING
          pod.exchanges[connection] = ((pod.exchanges[connection] ?? 0) + 1) | 0
          this.#events.schedule(this.#nowMs + durationMs, DIALED, connection * pods + number, 0)
        },
        close: () => {},
        reject: (request) => this.#fail(request),
      }),
    }
    return pod
  }
}

const NOTHING = -1

interface Pod {
  readonly number: number
  readonly machine: PoolMachine
  /** By connection: the request it carries, or `NOTHING`. */
  readonly carries: number[]
  /** By connection number: dials and requests so far, which tells a connection from its successor. */
  readonly exchanges: number[]
  /** By connection: when its last response left the server. */
  readonly lastEndMs: number[]
}

class Observations {
  readonly response = new LatencyHistogram()
  readonly service = new LatencyHistogram()
  readonly poolWait = new LatencyHistogram()
  readonly dial = new LatencyHistogram()
  sent = 0
  ended = 0
  failed = 0
  retried = 0
}
