import { closeReasons } from '../models/pool/close-reason.ts'
import { PoolMachine } from '../models/pool/machine.ts'
import { PoolCounters } from '../models/pool/pool-counters.ts'
import type { PoolEffects } from '../models/pool/pool-effects.ts'
import type { PoolSettings } from '../models/pool/settings.ts'

/**
 * The machines of the pools to several endpoints, looked at as one: figures are added up, peaks too, which gives an
 * upper bound. It is not to be asked for connections.
 */
export class BalancedMachine extends PoolMachine {
  readonly #machines: readonly PoolMachine[]

  /** @throws RangeError when there is no machine */
  constructor(machines: readonly PoolMachine[]) {
    const first = machines[0]
    if (first === undefined) throw new RangeError('no machines to join')
    super(first.settings, first.policy, NO_EFFECTS)
    this.#machines = machines
  }

  /** Those in force now, for each endpoint. */
  override get settings(): PoolSettings {
    return this.#machines[0]?.settings ?? super.settings
  }

  override get dialing(): number {
    return this.#total((machine) => machine.dialing)
  }

  override get busy(): number {
    return this.#total((machine) => machine.busy)
  }

  override get idle(): number {
    return this.#total((machine) => machine.idle)
  }

  override get open(): number {
    return this.#total((machine) => machine.open)
  }

  override get waiting(): number {
    return this.#total((machine) => machine.waiting)
  }

  /** As they stand now: a copy, which does not go on counting. */
  override get counters(): PoolCounters {
    const joined = new PoolCounters()
    for (const { counters } of this.#machines) {
      joined.dialed += counters.dialed
      joined.reused += counters.reused
      joined.idleMs += counters.idleMs
      joined.peakOpen += counters.peakOpen
      joined.peakIdle += counters.peakIdle
      joined.peakBusy += counters.peakBusy
      for (const reason of closeReasons) joined.closed[reason] += counters.closed[reason]
    }
    return joined
  }

  #total(of: (machine: PoolMachine) => number): number {
    let total = 0
    for (const machine of this.#machines) total += of(machine)
    return total
  }
}

const NO_EFFECTS: PoolEffects = { assign() {}, dial() {}, close() {}, reject() {} }
