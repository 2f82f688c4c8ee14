/**
 * HAProxy's idea of how many connections a server needs (srv_add_to_idle_list and srv_cleanup_idle_conns of its
 * server.c): the most that were used at once, fading by half with every purge.
 */
export class NeedEstimate {
  /** When the next purge is, in ms; Infinity while nothing is idle. */
  purgeAtMs = Infinity
  readonly #periodMs: number
  readonly #spareConns: number
  #mostUsed = 0
  #needed = 0

  constructor(periodMs: number, spareConns: number) {
    this.#periodMs = periodMs
    this.#spareConns = spareConns
  }

  /** @param used connections busy or dialing now */
  observe(used: number): void {
    if (used > this.#mostUsed) this.#mostUsed = used
    if (used > this.#needed) this.#needed = used
  }

  /** @param used connections busy or dialing, besides the one returned @param idle connections idle before it */
  keepsReturned(used: number, idle: number): boolean {
    return idle === 0 || used + 1 + idle <= this.#needed + this.#spareConns
  }

  /** A connection has become idle. */
  idleSince(nowMs: number): void {
    if (this.purgeAtMs === Infinity) this.purgeAtMs = nowMs + this.#periodMs
  }

  /** Ends a period. @returns how many of the `idle` connections to close, the one idle longest first */
  purge(used: number, idle: number): number {
    const exceeding = used + idle - Math.max(this.#mostUsed, this.#needed)
    this.#needed = Math.max(Math.floor((this.#needed + this.#mostUsed) / 2), this.#mostUsed)
    this.#mostUsed = used
    const closing = exceeding > 0 ? Math.min(idle, Math.ceil(exceeding / 2) + 1) : 0
    this.purgeAtMs = idle > closing ? this.purgeAtMs + this.#periodMs : Infinity
    return closing
  }
}
