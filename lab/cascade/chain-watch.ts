import type { Observation, ServiceConfiguration, ServiceVitals } from '../../models/root-cause/observation.ts'
import type { Span } from '../../models/trace-context/span.ts'
import type { ChainServiceHandle } from '../target/chain/start-chain.ts'

const EVERY_MS = 200

/** Asks every service of a chain for its spans and figures, five times a second, each for itself. */
export class ChainWatch {
  readonly #services: readonly ChainServiceHandle[]
  readonly #spans: Span[] = []
  readonly #vitals: ServiceVitals[] = []
  readonly #configuration = new Map<string, ServiceConfiguration>()
  readonly #startedAtEpochMs = Date.now()
  #lostSpans = 0
  #isStopping = false
  #asking: Promise<unknown> = Promise.resolve()
  #wake: () => void = () => {}

  private constructor(services: readonly ChainServiceHandle[]) {
    this.#services = services
  }

  /** Begins; what services have seen before is dropped. */
  static async start(services: readonly ChainServiceHandle[]): Promise<ChainWatch> {
    const before = await Promise.all(services.map((service) => service.observe()))
    const watch = new ChainWatch(services)
    watch.#lostSpans = -before.reduce((sum, { lostSpans }) => sum + lostSpans, 0)
    const stopped = new Promise<void>((resolve) => {
      watch.#wake = resolve
    })
    watch.#asking = Promise.all(services.map((service) => watch.#askAgainAndAgain(service, stopped)))
    // Whoever stops it is told.
    watch.#asking.catch(() => {})
    return watch
  }

  /**
   * Ends with a last look.
   *
   * @param durationMs of the traffic
   * @throws TelemetryError when a service did not answer
   */
  async stop(durationMs: number): Promise<Observation> {
    this.#isStopping = true
    this.#wake()
    await this.#asking
    const last = await Promise.all(this.#services.map((service) => this.#ask(service)))
    this.#lostSpans += last.reduce((sum, lost) => sum + lost, 0)
    if (this.#lostSpans > 0) throw new RangeError(`${this.#lostSpans} spans were not collected in time`)
    return {
      durationMs,
      spans: this.#spans.filter(({ startedAtEpochMs }) => startedAtEpochMs >= this.#startedAtEpochMs - 1),
      vitals: this.#vitals,
      configuration: [...this.#configuration.values()],
    }
  }

  async #askAgainAndAgain(service: ChainServiceHandle, stopped: Promise<void>): Promise<void> {
    while (!this.#isStopping) {
      await this.#ask(service)
      await Promise.race([pause(EVERY_MS), stopped])
    }
  }

  /** @returns how many spans it has lost since it started */
  async #ask(service: ChainServiceHandle): Promise<number> {
    const { vitals, spans, configuration, lostSpans } = await service.observe()
    this.#vitals.push(vitals)
    this.#configuration.set(vitals.service, configuration)
    for (const span of spans) this.#spans.push(span)
    return lostSpans
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
