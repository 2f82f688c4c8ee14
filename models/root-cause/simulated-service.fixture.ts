import { lognormal } from '../random/distributions.ts'
import type { RandomStream } from '../random/random-stream.ts'
import type { Span } from '../trace-context/span.ts'
import type { ServiceConfiguration, ServiceVitals } from './observation.ts'
import type { VirtualClock } from './virtual-clock.fixture.ts'

export interface SimulatedSettings {
  readonly name: string
  readonly slots: number
  readonly serviceMs: number
  readonly cv: number
  readonly timeoutMs: number
  readonly retries: number
  readonly poolLimit: number
}

/** What is wrong with a service; each at its neutral value where nothing is. */
export interface SimulatedFault {
  readonly slowness: number
  /** Every so manieth call keeps its connection; 0 for none. */
  readonly leakEvery: number
  readonly blockMs: number
  readonly blockEveryMs: number
  /** CPU time that garbage costs for a request. */
  readonly garbageMs: number
  /** Of its answers, for so long at the beginning of each second. */
  readonly failingShare: number
  readonly failingMs: number
}

export const NO_FAULT: SimulatedFault = {
  slowness: 1,
  leakEvery: 0,
  blockMs: 0,
  blockEveryMs: 0,
  garbageMs: 0,
  failingShare: 0,
  failingMs: 0,
}

interface World {
  readonly clock: VirtualClock
  readonly random: RandomStream
  readonly spans: Span[]
  readonly vitals: ServiceVitals[]
  /** Of this service's clock against the others'. */
  readonly skewMs: number
  readonly epochMs: number
}

type Outcome = Span['outcome']
type Reply = (outcome: Outcome) => void

const NETWORK_MS = 0.2
const MESSAGE_CPU_MS = 0.3
/** Of what garbage costs: the rest is making it. */
const COLLECTING = 0.4

/** A service with one thread, slots, and a pool of connections to its peer, in virtual time. */
export class SimulatedService {
  readonly settings: SimulatedSettings
  readonly #fault: SimulatedFault
  readonly #world: World
  readonly #peer: SimulatedService | null
  readonly #slotQueue: Array<() => void> = []
  readonly #poolQueue: Array<() => void> = []
  readonly #heldSince: number[] = []
  #inFlight = 0
  #blockedUntilMs = 0
  #longestBlockMs = 0
  #cpuMs = 0
  #gcMs = 0
  #calls = 0
  #ids = 0

  constructor(
    settings: SimulatedSettings,
    fault: SimulatedFault,
    world: World,
    peer: SimulatedService | null,
  ) {
    this.settings = settings
    this.#fault = fault
    this.#world = world
    this.#peer = peer
    if (fault.blockMs > 0) this.#blockAgain()
  }

  configuration(): ServiceConfiguration {
    const { name, timeoutMs, retries, poolLimit } = this.settings
    const calls =
      this.#peer === null ? [] : [{ peer: this.#peer.settings.name, timeoutMs, retries, poolLimit }]
    return { service: name, calls }
  }

  sample(): void {
    const { clock, random, vitals } = this.#world
    const oldest = Math.min(...this.#heldSince)
    const { name, slots, poolLimit } = this.settings
    vitals.push({
      service: name,
      atEpochMs: this.#epoch(clock.nowMs),
      cpuSeconds: this.#cpuMs / 1000,
      eventLoopDelayMaxMs: this.#longestBlockMs + 1 + 3 * random.float(),
      gcTotalMs: this.#gcMs,
      gcCount: 0,
      heapUsedBytes: 3e7,
      inFlight: this.#inFlight,
      queued: this.#slotQueue.length,
      slots,
      pools:
        this.#peer === null
          ? []
          : [
              {
                peer: this.#peer.settings.name,
                limit: poolLimit,
                busy: this.#heldSince.length,
                idle: 0,
                waiting: this.#poolQueue.length,
                longestHeldMs: this.#heldSince.length === 0 ? 0 : clock.nowMs - oldest,
              },
            ],
    })
    this.#longestBlockMs = 0
  }

  /** A request comes in. */
  serve(traceId: string, parentSpanId: string | null, reply: Reply): void {
    this.#onThread(() => {
      const startedMs = this.#world.clock.nowMs
      const begin = (): void => {
        this.#inFlight++
        const waitMs = this.#world.clock.nowMs - startedMs
        const spanId = this.#newId()
        this.#makeGarbage()
        this.#work(traceId, spanId, (outcome) => {
          this.#inFlight--
          this.#slotQueue.shift()?.()
          const ended = this.#isFailing() ? 'error' : outcome
          this.#tell(
            { traceId, spanId, parentSpanId, kind: 'server', peer: null, attempt: 1 },
            startedMs,
            waitMs,
            ended,
          )
          reply(ended)
        })
      }
      if (this.#inFlight < this.settings.slots) begin()
      else this.#slotQueue.push(begin)
    })
  }

  #work(traceId: string, spanId: string, done: Reply): void {
    const { clock, random } = this.#world
    const { serviceMs, cv, retries } = this.settings
    clock.after(lognormal(random, serviceMs, cv) * this.#fault.slowness, () => {
      this.#onThread(() => {
        const again = (attempt: number): void => {
          this.#attempt(traceId, spanId, attempt, (outcome) => {
            if (outcome === 'ok' || attempt > retries) done(outcome)
            else again(attempt + 1)
          })
        }
        if (this.#peer === null) done('ok')
        else again(1)
      })
    })
  }

  #attempt(traceId: string, parentSpanId: string, attempt: number, done: Reply): void {
    const { clock } = this.#world
    const peer = this.#peer
    if (peer === null) return
    const startedMs = clock.nowMs
    const spanId = this.#newId()
    let gotMs: number | null = null
    let isOver = false
    const end = (outcome: Outcome): void => {
      if (isOver) return
      isOver = true
      if (gotMs !== null) this.#giveBack(gotMs)
      const waitMs = (gotMs ?? clock.nowMs) - startedMs
      const about = {
        traceId,
        spanId,
        parentSpanId,
        kind: 'client',
        peer: peer.settings.name,
        attempt,
      } as const
      this.#tell(about, startedMs, waitMs, outcome)
      done(outcome)
    }
    const send = (): void => {
      if (isOver) {
        this.#poolQueue.shift()?.()
        return
      }
      gotMs = clock.nowMs
      this.#heldSince.push(gotMs)
      const back: Reply = (outcome) => clock.after(NETWORK_MS, () => this.#onThread(() => end(outcome)))
      clock.after(NETWORK_MS, () => peer.serve(traceId, spanId, back))
    }
    if (this.#heldSince.length < this.settings.poolLimit) send()
    else this.#poolQueue.push(send)
    clock.after(this.settings.timeoutMs, () => this.#onThread(() => end('timeout')))
  }

  #giveBack(gotMs: number): void {
    this.#calls++
    if (this.#fault.leakEvery > 0 && this.#calls % this.#fault.leakEvery === 0) return
    this.#heldSince.splice(this.#heldSince.indexOf(gotMs), 1)
    this.#poolQueue.shift()?.()
  }

  #onThread(act: () => void): void {
    const { clock } = this.#world
    const waitMs = this.#blockedUntilMs - clock.nowMs
    if (waitMs > 0) {
      clock.after(waitMs, () => this.#onThread(act))
      return
    }
    this.#cpuMs += MESSAGE_CPU_MS
    act()
  }

  #block(forMs: number): void {
    const { nowMs } = this.#world.clock
    this.#cpuMs += forMs
    this.#blockedUntilMs = Math.max(nowMs, this.#blockedUntilMs) + forMs
    this.#longestBlockMs = Math.max(this.#longestBlockMs, this.#blockedUntilMs - nowMs)
  }

  #blockAgain(): void {
    this.#world.clock.after(this.#fault.blockEveryMs, () => {
      this.#block(this.#fault.blockMs)
      this.#blockAgain()
    })
  }

  #makeGarbage(): void {
    if (this.#fault.garbageMs === 0) return
    this.#gcMs += COLLECTING * this.#fault.garbageMs
    this.#block(this.#fault.garbageMs)
  }

  #isFailing(): boolean {
    const { clock, random } = this.#world
    if (clock.nowMs % 1000 >= this.#fault.failingMs) return false
    return random.float() < this.#fault.failingShare
  }

  #tell(
    about: Pick<Span, 'traceId' | 'spanId' | 'parentSpanId' | 'kind' | 'peer' | 'attempt'>,
    startedMs: number,
    waitMs: number,
    outcome: Outcome,
  ): void {
    const durationMs = this.#world.clock.nowMs - startedMs
    const startedAtEpochMs = this.#epoch(startedMs)
    this.#world.spans.push({
      ...about,
      service: this.settings.name,
      startedAtEpochMs,
      durationMs,
      waitMs,
      outcome,
    })
  }

  #epoch(ms: number): number {
    return this.#world.epochMs + this.#world.skewMs + ms
  }

  #newId(): string {
    return `${this.settings.name}-${this.#ids++}`
  }
}
