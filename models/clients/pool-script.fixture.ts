import { PoolMachine } from '../pool/machine.ts'
import type { PoolPolicy } from '../pool/policy.ts'
import type { PoolSettings } from '../pool/settings.ts'
import type { SharedLimits } from '../pool/shared-limits.ts'

/**
 * A client's pool, driven by hand: requests named by letters, times in seconds, decisions read as text. Dials
 * end at once unless they are held back.
 */
export class PoolScript {
  readonly machine: PoolMachine
  readonly log: string[] = []
  readonly #connectionOf = new Map<string, number>()
  readonly #nameOf = new Map<number, string>()
  readonly #pending: number[] = []
  readonly holdsDials: boolean

  constructor(
    client: { readonly defaults: PoolSettings; readonly policy: PoolPolicy },
    options: {
      readonly settings?: Partial<PoolSettings>
      readonly shared?: SharedLimits
      readonly holdsDials?: boolean
    } = {},
  ) {
    this.holdsDials = options.holdsDials ?? false
    this.machine = new PoolMachine(
      { ...client.defaults, ...options.settings },
      client.policy,
      {
        assign: (request, connection, reused) => {
          const name = this.#nameOf.get(request) ?? '?'
          this.#connectionOf.set(name, connection)
          this.log.push(`${name} ${reused ? 'reuses' : 'on'} ${connection}`)
        },
        dial: (connection) => {
          this.#pending.push(connection)
          this.log.push(`dial ${connection}`)
        },
        close: (connection, reason) => this.log.push(`close ${connection}: ${reason}`),
        reject: (request, reason) => this.log.push(`${this.#nameOf.get(request)} rejected: ${reason}`),
      },
      0,
      options.shared ?? null,
    )
  }

  /** Decisions since they were last asked for. */
  taken(): string[] {
    return this.log.splice(0)
  }

  request(name: string, atS: number): string[] {
    const number = name.codePointAt(0) ?? 0
    this.#nameOf.set(number, name)
    this.machine.acquire(number, 1000 * atS)
    if (!this.holdsDials) this.dialed(atS)
    return this.taken()
  }

  /** Ends the dials under way, in the order in which they began. */
  dialed(atS: number): string[] {
    for (const connection of this.#pending.splice(0)) this.machine.dialed(connection, 1000 * atS)
    return this.log
  }

  respond(name: string, atS: number, hintS: number | null = null): string[] {
    const connection = this.#connectionOf.get(name) ?? -1
    this.machine.release(
      connection,
      { reusable: true, hintMs: hintS === null ? null : 1000 * hintS },
      1000 * atS,
    )
    return this.taken()
  }

  wait(untilS: number): string[] {
    this.machine.advance(1000 * untilS)
    return this.taken()
  }
}
