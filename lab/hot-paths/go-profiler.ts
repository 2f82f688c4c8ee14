import type { StackProfile } from '../../models/profile/stack-profile.ts'
import { fetchGoProfile } from '../telemetry/go-pprof.ts'
import { NOTHING_TAKEN, type Profiler, type TakenProfile } from './profiler.ts'

/** The profile of a load's last second comes after it, packed and sent. */
const PATIENCE_MS = 3000

/** The profiles of a Go program that serves `net/http/pprof`. */
export class GoProfiler implements Profiler {
  readonly #base: string
  readonly #allow: readonly string[]
  readonly #failures: string[] = []
  #stacks: StackProfile | null = null

  /** @param base such as `http://127.0.0.1:6060/debug/pprof` */
  constructor(base: string, allow: readonly string[]) {
    this.#base = base
    this.#allow = allow
  }

  /** Whole seconds, as Go takes them, one at least; it is given up where the load has ended long before. */
  async take(ms: number, loadEnded: AbortSignal): Promise<void> {
    const seconds = Math.max(1, Math.floor(ms / 1000))
    const givenUp = new AbortController()
    const giveUp = (): void => givenUp.abort(new Error('the load ended long before the profile did'))
    let timer: NodeJS.Timeout | undefined
    const onEnd = (): void => void (timer = setTimeout(giveUp, PATIENCE_MS))
    if (loadEnded.aborted) onEnd()
    else loadEnded.addEventListener('abort', onEnd, { once: true })
    const options = { seconds, signal: givenUp.signal, allow: this.#allow }
    this.#stacks = await this.#attempt(
      'CPU profile',
      async () => (await fetchGoProfile(this.#base, 'profile', options)).cpu,
    )
    loadEnded.removeEventListener('abort', onEnd)
    clearTimeout(timer)
  }

  stop(): Promise<void> {
    return Promise.resolve()
  }

  async finish(): Promise<TakenProfile> {
    const options = { allow: this.#allow }
    const heap = await this.#attempt(
      'heap profile',
      async () => (await fetchGoProfile(this.#base, 'heap', options)).inuse_space,
    )
    const goroutines = await this.#attempt(
      'profile of goroutines',
      async () => (await fetchGoProfile(this.#base, 'goroutine', options)).goroutine,
    )
    return { ...NOTHING_TAKEN, stacks: this.#stacks, heap, goroutines, failures: this.#failures }
  }

  async #attempt(what: string, work: () => Promise<StackProfile>): Promise<StackProfile | null> {
    try {
      return await work()
    } catch (error) {
      this.#failures.push(`There is no ${what}: ${error instanceof Error ? error.message : String(error)}.`)
      return null
    }
  }
}
