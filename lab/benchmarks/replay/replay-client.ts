import type { PoolPolicy } from '../../../models/pool/policy.ts'
import type { PoolSettings } from '../../../models/pool/settings.ts'
import type { ReplayEndpoint } from './running-server.ts'

/** A real client with its pool, opened for one play. */
export interface ReplayClient {
  /** What lies between the driver and the pool, there and back, in ms: 0 where the pool is in the driver. */
  readonly frontMs: number
  /** Resolves when the response has been read to its end. @throws Error when it failed or is not a 200 */
  get(path: string): Promise<void>
  /** Closes every connection. */
  close(): Promise<void>
}

/** A kind of client that a trace can be replayed through. */
export interface ReplayClientKind {
  readonly name: string
  readonly policy: PoolPolicy
  /** Why it cannot be replayed here, or `null`. */
  unavailable(): Promise<string | null>
  open(endpoint: ReplayEndpoint, settings: PoolSettings): Promise<ReplayClient>
}
