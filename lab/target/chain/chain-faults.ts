import { RandomStream } from '../../../models/random/random-stream.ts'
import { RepeatedBlock, ShortLivedHeap } from './busy-work.ts'
import type { BriefFailures, ChainFault } from './chain-fault.ts'
import type { ChainSettings } from './chain-options.ts'

/** What is wrong with one service at this moment: the work asks it at each request. */
export class ChainFaults {
  readonly #random: RandomStream
  #fault: ChainFault | null = null
  #failures: (BriefFailures & { readonly sinceMs: number }) | null = null
  #block: RepeatedBlock | null = null
  #heap: ShortLivedHeap | null = null
  #calls = 0

  constructor(seed: number, service: string) {
    this.#random = new RandomStream(seed, `chain faults ${service}`)
  }

  /** Begins a fault in place of the one before; `null` ends it. */
  set(fault: ChainFault | null): void {
    this.#block?.stop()
    this.#block = fault?.kind === 'cpu-block' ? new RepeatedBlock(fault.blockMs, fault.everyMs) : null
    this.#heap = fault?.kind === 'gc-pressure' ? new ShortLivedHeap(fault.kept) : null
    this.#fault = fault
    this.#calls = 0
  }

  /** Begins failures from time to time; `null` ends them. */
  setFailures(failures: BriefFailures | null): void {
    this.#failures = failures === null ? null : { ...failures, sinceMs: performance.now() }
  }

  /** The settings as the fault leaves them. */
  settings(own: ChainSettings): ChainSettings {
    const fault = this.#fault
    if (fault?.kind === 'lost-capacity') return { ...own, slots: fault.slots }
    if (fault?.kind === 'retry-storm') return { ...own, retries: fault.retries }
    if (fault?.kind === 'timeout-order') return { ...own, timeoutMs: fault.timeoutMs }
    return own
  }

  /** By how much the service's own work takes longer. */
  get slowness(): number {
    return this.#fault?.kind === 'slow-dependency' ? this.#fault.factor : 1
  }

  /** What happens before the work of a request. */
  atRequest(): void {
    if (this.#fault?.kind === 'gc-pressure') this.#heap?.allocate(this.#fault.kibibytes)
  }

  /** Whether the next call is to keep its connection. */
  isLeaked(): boolean {
    return this.#fault?.kind === 'leaked-connection' && ++this.#calls % this.#fault.every === 0
  }

  /** Whether the request that is answered now fails. */
  isFailing(): boolean {
    const failures = this.#failures
    if (failures === null) return false
    const isOn = (performance.now() - failures.sinceMs) % failures.everyMs < failures.forMs
    return isOn && this.#random.float() < failures.share
  }
}
