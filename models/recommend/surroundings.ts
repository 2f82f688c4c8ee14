/** What the machine and the target let connections have; `null` for what is not known. */
export interface Surroundings {
  /** Local ports of one client address, to one address of the target. */
  readonly localPorts: number | null
  /** How long a port is held after its connection was closed from this side, in ms. */
  readonly portHeldMs: number
  /** Files that one client process may have open. */
  readonly openFiles: number | 'unlimited' | null
  readonly serverOpenFiles: number | 'unlimited' | null
  /** Whether connections are encrypted, which takes memory for each. */
  readonly tls: boolean
}
