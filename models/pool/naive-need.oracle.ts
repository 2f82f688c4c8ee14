/** How many connections HAProxy takes to be needed, from how many were in use. */
export class NaiveNeed {
  /** Most connections in use at once since the last purge. */
  #maxUsed = 0
  /** The estimate of the need. */
  #estimate = 0

  /** So many connections are in use now. */
  observe(used: number): void {
    this.#maxUsed = Math.max(this.#maxUsed, used)
    this.#estimate = Math.max(this.#estimate, used)
  }

  mayKeepOneMore(used: number, idle: number, spareConns: number): boolean {
    return idle === 0 || used + 1 + idle <= this.#estimate + spareConns
  }

  /** A purge: how many idle connections it closes, those idle longest first. */
  purge(used: number, idle: number): number {
    const exceed = used + idle - Math.max(this.#maxUsed, this.#estimate)
    this.#estimate = Math.max(Math.floor((this.#estimate + this.#maxUsed) / 2), this.#maxUsed)
    this.#maxUsed = used
    return exceed > 0 ? Math.min(idle, Math.ceil(exceed / 2) + 1) : 0
  }
}
