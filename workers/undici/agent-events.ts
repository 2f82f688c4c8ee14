import { channel } from 'node:diagnostics_channel'
import { Dispatcher } from 'undici/index.js'
import type { CloseReason } from '../../models/pool/close-reason.ts'
import type { TuningEvent } from './agent-autotune.ts'

/** What has become of a connection. */
export interface ConnectionEvent {
  /** `reused` when it is given another request. */
  readonly event: 'opened' | 'reused' | 'closed'
  /** Why it was closed, or `upgraded` when its socket was handed over; `null` while it is open. */
  readonly reason: CloseReason | 'upgraded' | null
  /** Where it leads. */
  readonly origin: string
  /** Since it was opened. */
  readonly ageMs: number
  /** Sent on it so far, the one that it is reused for included. */
  readonly requests: number
}

/** Names of the events, and of the diagnostics channels. */
export const CONNECTION_EVENT = 'kneepoint:connection'
export const TUNING_EVENT = 'kneepoint:tuning'

type Listener<Event extends keyof AgentListeners> = AgentListeners[Event]

/** The events of undici's dispatchers, and one for each step in the life of a connection and for each tuned setting. */
export interface AgentListeners {
  connect(origin: URL, targets: readonly Dispatcher[]): void
  disconnect(origin: URL, targets: readonly Dispatcher[], error: Error): void
  connectionError(origin: URL, targets: readonly Dispatcher[], error: Error): void
  drain(origin: URL, targets: readonly Dispatcher[]): void
  [CONNECTION_EVENT](event: ConnectionEvent): void
  [TUNING_EVENT](event: TuningEvent): void
}

const connections = channel(CONNECTION_EVENT)
const tuning = channel(TUNING_EVENT)

/** A dispatcher with the agent's events. Nothing is made for an event that nobody listens to. */
export abstract class AgentEvents extends Dispatcher {
  override on<Event extends keyof AgentListeners>(event: Event, listener: Listener<Event>): this {
    return super.on(event as 'connect', listener as Listener<'connect'>)
  }

  override once<Event extends keyof AgentListeners>(event: Event, listener: Listener<Event>): this {
    return super.once(event as 'connect', listener as Listener<'connect'>)
  }

  override off<Event extends keyof AgentListeners>(event: Event, listener: Listener<Event>): this {
    return super.off(event as 'connect', listener as Listener<'connect'>)
  }

  /** Whether anybody wants to know of connections, by the event or on the diagnostics channel. */
  get isWatched(): boolean {
    return connections.hasSubscribers || this.listenerCount(CONNECTION_EVENT) > 0
  }

  /**
   * Tells those that listen, later: a pool must not be stopped by what they throw, nor be asked for something while it
   * decides.
   */
  announce<Event extends keyof AgentListeners>(event: Event, ...args: Parameters<Listener<Event>>): void {
    const own = event === CONNECTION_EVENT ? connections : event === TUNING_EVENT ? tuning : null
    const isForChannel = own?.hasSubscribers === true
    if (!isForChannel && this.listenerCount(event) === 0) return
    queueMicrotask(() => {
      if (isForChannel) own.publish(args[0])
      super.emit(event as 'connect', ...(args as unknown as Parameters<Listener<'connect'>>))
    })
  }
}
