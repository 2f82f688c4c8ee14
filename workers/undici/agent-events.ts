import { channel } from 'node:diagnostics_channel'
import { Dispatcher } from 'undici/index.js'
import type { CloseReason } from '../../models/pool/close-reason.ts'

/** What has become of a connection. */
export interface ConnectionEvent {
  readonly event: 'opened' | 'reused' | 'closed'
  /** Why it was closed, or `upgraded` when its socket was handed over; `null` while it is open. */
  readonly reason: CloseReason | 'upgraded' | null
  readonly origin: string
  /** Since it was opened. */
  readonly ageMs: number
  /** Sent on it so far, the one that it is reused for included. */
  readonly requests: number
}

/** Name of the event, and of the diagnostics channel. */
export const CONNECTION_EVENT = 'kneepoint:connection'

type Listener<Event extends keyof AgentListeners> = AgentListeners[Event]

/** The events of undici's dispatchers, and one for each step in the life of a connection. */
export interface AgentListeners {
  connect(origin: URL, targets: readonly Dispatcher[]): void
  disconnect(origin: URL, targets: readonly Dispatcher[], error: Error): void
  connectionError(origin: URL, targets: readonly Dispatcher[], error: Error): void
  drain(origin: URL, targets: readonly Dispatcher[]): void
  [CONNECTION_EVENT](event: ConnectionEvent): void
}

const connections = channel(CONNECTION_EVENT)

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
    const isForChannel = event === CONNECTION_EVENT && connections.hasSubscribers
    if (!isForChannel && this.listenerCount(event) === 0) return
    queueMicrotask(() => {
      if (isForChannel) connections.publish(args[0])
      super.emit(event as 'connect', ...(args as unknown as Parameters<Listener<'connect'>>))
    })
  }
}
