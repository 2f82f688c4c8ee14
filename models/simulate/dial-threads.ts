/**
 * The threads that handshakes keep busy: one at each client, one at the server. A dial needs both for the same time,
 * one dial after another; requests wait for the server's, responses for their own client's.
 */
export class DialThreads {
  readonly #exclusiveMs: number
  /** By client: when its thread is free. */
  readonly #clientFreeAtMs: number[] = []
  #serverFreeAtMs = -Infinity

  /** @param exclusiveMs for how long a dial keeps either thread busy; 0 when nothing waits for it */
  constructor(exclusiveMs: number) {
    this.#exclusiveMs = exclusiveMs
  }

  /** A dial begins. @returns how long it waits for others */
  begin(client: number, nowMs: number): number {
    if (this.#exclusiveMs === 0) return 0
    const clientFromMs = Math.max(nowMs, this.clientFreeAtMs(client))
    const serverFromMs = Math.max(nowMs, this.#serverFreeAtMs)
    this.#clientFreeAtMs[client] = clientFromMs + this.#exclusiveMs
    this.#serverFreeAtMs = serverFromMs + this.#exclusiveMs
    return Math.max(clientFromMs, serverFromMs) - nowMs
  }

  get serverFreeAtMs(): number {
    return this.#serverFreeAtMs
  }

  clientFreeAtMs(client: number): number {
    return this.#clientFreeAtMs[client] ?? -Infinity
  }
}
