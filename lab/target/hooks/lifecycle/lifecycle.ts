import type { FastifyInstance } from 'fastify'
import { awaitDependencies, type Dependency } from './await-dependencies.ts'
import { type DrainReport, ServerDrain } from './server-drain.ts'
import { type LifecyclePhase, LifecycleState, type LifecycleTimes } from './lifecycle-state.ts'
import { pause } from './pause.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Of an instance that was given to `lifecycle`. */
    lifecycle: Lifecycle
  }
}

export interface LifecycleOptions extends Partial<LifecycleTimes> {
  /** What must be ready before traffic is wanted; nothing if left out. */
  readonly dependencies?: readonly Dependency[]
  /** How long all of them together may take, in ms; default 30 000. */
  readonly dependencyLimitMs?: number
  /** Signal on which it stops, or `null` for none; default SIGTERM. */
  readonly stopOn?: NodeJS.Signals | null
}

/** A server instance from its start to its end. */
export interface Lifecycle {
  readonly phase: LifecyclePhase
  /** Share of the traffic that is wanted: a whole number from 0 to 100. */
  readonly weight: number
  /** Whether what it depends on is ready: `false` when it was stopped before. Rejects with DependencyNotReady. */
  readonly ready: Promise<boolean>
  /**
   * Wants no more traffic at once, serves what comes for `drainDelayMs`, ends connections with their responses, and
   * closes once no request has come for `idleGraceMs`, or at the deadline. May be called more than once.
   */
  stop(): Promise<DrainReport>
}

const DEFAULT_LIFECYCLE_TIMES: LifecycleTimes = {
  preheatMs: 10_000,
  preheatFromWeight: 10,
  drainDelayMs: 2000,
  drainDeadlineMs: 10_000,
  idleGraceMs: 500,
}

const DEFAULT_DEPENDENCY_LIMIT_MS = 30_000
const READINESS_PATH = '/readyz'
const WEIGHT_PATH = '/weight'
const clock = (): number => performance.now()

/**
 * Gives a Fastify server a beginning and an end that lose no request, and says by `GET /readyz` (200 or 503) and
 * `GET /weight` (`{"weight":0…100,"phase":…}`) how much traffic it wants. Neither counts as a request.
 *
 *     const app = Fastify()
 *     lifecycle(app, { dependencies: [{ name: 'database', check: () => pool.query('select 1') }] })
 *     await app.listen({ port: 8080 })
 *
 * After the stop signal the process ends by itself when nothing else keeps it. To be called before hooks that set
 * `Connection` are added; HTTP/1.1 only, with or without TLS. May be registered as a plugin, too.
 *
 * @throws RangeError when a time or the weight is out of range
 */
export const lifecycle = Object.assign(attachLifecycle, { [Symbol.for('skip-override')]: true })

function attachLifecycle(app: FastifyInstance, options: LifecycleOptions = {}): Lifecycle {
  const { dependencies = [], dependencyLimitMs = DEFAULT_DEPENDENCY_LIMIT_MS, stopOn = 'SIGTERM' } = options
  const state = new LifecycleState(timesOf(options))
  const attached = new AttachedLifecycle(app, state)
  addRoutes(app, attached)
  addHooks(app, attached)
  app.decorate('lifecycle', attached)
  app.addHook('onReady', (done) => {
    attached.start(dependencies, dependencyLimitMs)
    done()
  })
  const stop = (): void => void attached.stop()
  if (stopOn !== null) process.on(stopOn, stop)
  app.addHook('onClose', (_app, done) => {
    if (stopOn !== null) process.off(stopOn, stop)
    attached.closed()
    done()
  })
  return attached
}

class AttachedLifecycle implements Lifecycle {
  readonly ready: Promise<boolean>
  readonly state: LifecycleState
  readonly #app: FastifyInstance
  readonly #drain: ServerDrain
  readonly #stopping = new AbortController()
  #start: (ready: Promise<boolean>) => void = () => {}
  #stopped: Promise<DrainReport> | null = null

  constructor(app: FastifyInstance, state: LifecycleState) {
    this.#app = app
    this.state = state
    this.#drain = new ServerDrain(app.server, state, clock)
    this.ready = new Promise((resolve) => {
      this.#start = resolve
    })
    this.ready.catch(() => {})
  }

  get phase(): LifecyclePhase {
    return this.state.phase(clock())
  }

  get weight(): number {
    return this.state.weight(clock())
  }

  get isStopping(): boolean {
    return this.#stopped !== null
  }

  start(dependencies: readonly Dependency[], limitMs: number): void {
    const { signal } = this.#stopping
    this.#start(this.#awaitReady(awaitDependencies(dependencies, { limitMs, signal, clock, pause })))
  }

  stop(): Promise<DrainReport> {
    return (this.#stopped ??= this.#stop())
  }

  /** However it came to that. */
  closed(): void {
    this.#stopping.abort()
    this.state.close()
  }

  requestEnded(): void {
    this.state.requestEnded()
    if (this.isStopping) this.#drain.look()
  }

  async #awaitReady(dependencies: Promise<boolean>): Promise<boolean> {
    try {
      const ready = await dependencies
      if (ready) this.state.becomeReady(clock())
      return ready
    } catch (error) {
      this.state.fail(clock())
      throw error
    }
  }

  async #stop(): Promise<DrainReport> {
    this.#stopping.abort()
    const report = await this.#drain.run()
    await this.#app.close()
    return report
  }
}

function addRoutes(app: FastifyInstance, attached: AttachedLifecycle): void {
  app.get(READINESS_PATH, { logLevel: 'silent' }, (_request, reply) => {
    const { phase } = attached
    const takesTraffic = attached.state.takesTraffic(clock())
    void reply
      .header('cache-control', 'no-store')
      .code(takesTraffic ? 200 : 503)
      .send({ phase })
  })
  app.get(WEIGHT_PATH, { logLevel: 'silent' }, (_request, reply) => {
    const { phase, weight } = attached
    void reply.header('cache-control', 'no-store').send({ weight, phase })
  })
}

function addHooks(app: FastifyInstance, attached: AttachedLifecycle): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { url } = request.routeOptions
    if (url !== READINESS_PATH && url !== WEIGHT_PATH) {
      attached.state.requestCame(clock())
      reply.raw.once('close', () => attached.requestEnded())
    }
    done()
  })
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (attached.isStopping && attached.phase === 'draining') reply.header('connection', 'close')
    done(null, payload)
  })
}

function timesOf(options: LifecycleOptions): LifecycleTimes {
  const { preheatMs, preheatFromWeight, drainDelayMs, drainDeadlineMs, idleGraceMs } = {
    ...DEFAULT_LIFECYCLE_TIMES,
    ...options,
  }
  return { preheatMs, preheatFromWeight, drainDelayMs, drainDeadlineMs, idleGraceMs }
}
