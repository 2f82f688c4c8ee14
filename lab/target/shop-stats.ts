import type { TargetSample } from '../../models/measurement/target-sample.ts'
import type { ShopState } from './request-counters.ts'

/** What `GET /stats` of the admin server answers. */
export type ShopStats = TargetSample & ShopFigures

/** What the shop knows itself. */
export interface ShopFigures extends Pick<
  TargetSample,
  'openConnections' | 'acceptedConnections' | 'requestsReceived'
> {
  readonly service: ShopServiceStats
}

/** Counts are since the shop started; the rest is at this moment. */
export interface ShopServiceStats {
  readonly state: ShopState
  readonly slots: number
  readonly busySlots: number
  readonly queueLength: number
  readonly inFlight: number
  readonly requestsAnswered: number
  /** Requests that ended in an error: refused by a full queue, or with a body or query that does not fit. */
  readonly requestsFailed: number
  /** Connections that closed before the response was sent whole. */
  readonly requestsAborted: number
  readonly responseBodyBytes: number
  readonly requestsByRoute: Readonly<Record<string, number>>
  readonly responsesByStatus: Readonly<Record<string, number>>
}
