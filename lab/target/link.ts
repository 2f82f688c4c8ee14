import { connect, createServer, type Socket } from 'node:net'
import { listenOnLoopback } from './listen-on-loopback.ts'
import type { DeadlineClock } from './delay-queue.ts'
import { DelayQueue } from './delay-queue.ts'
import { systemDeadlineClock } from './deadline-clock.ts'

export interface LinkOptions {
  /** Where the connections go on to, a port of 127.0.0.1. */
  readonly upstreamPort: number
  /** Round-trip time in ms, 0 or more. */
  readonly rttMs: number
}

/** A TCP relay with a round-trip time, on 127.0.0.1. */
export interface Link {
  /**
   * Port 0 takes a free one.
   *
   * @returns the port
   * @throws the system's error, EADDRINUSE for one
   */
  listen(port: number): Promise<number>
  /** Takes no new connections and resets those that are open. */
  close(): void
}

/** One way of a connection: bytes, then perhaps its end; or a reset. */
type Segment = { readonly bytes: Buffer } | 'fin' | 'reset'

/** The most that is under way in one direction of a connection; more is held back at the sender. */
const MAX_BYTES_UNDER_WAY = 4 * 1024 * 1024

/**
 * Makes a relay that delays the bytes, the end (FIN) and the reset (RST) of either side by half a round trip, in
 * order, with back-pressure and half-open connections kept.
 *
 * Setting up a connection costs a round trip as well. The kernel completes a `connect` to a loopback port at once,
 * before this process even knows, so the handshake's round trip cannot be charged to `connect` itself; it is charged
 * to the client's first bytes instead: they reach the upstream no earlier than accept + rtt (the handshake) + rtt / 2
 * (their own way). The time to the first response is then what it would be on a real path; only the split between
 * "connect" and "waiting" is not. The upstream's bytes travel no earlier than accept + rtt. The upstream connection is
 * opened when the client connects; if it is refused, the client is reset.
 *
 * @throws RangeError when rttMs is negative or not finite
 */
export function createLink(options: LinkOptions, clock: DeadlineClock = systemDeadlineClock): Link {
  const { rttMs, upstreamPort } = options
  if (!Number.isFinite(rttMs) || rttMs < 0) throw new RangeError(`rttMs must be 0 or more, not ${rttMs}`)
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const acceptedMs = clock.nowMs()
    const upstream = connect({ port: upstreamPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    }
    relay(clock, client, upstream, rttMs / 2, acceptedMs + 1.5 * rttMs)
    relay(clock, upstream, client, rttMs / 2, acceptedMs + rttMs)
  })

  return {
    listen: (port) => listenOnLoopback(server, port),
    close() {
      server.close()
      for (const socket of open) socket.resetAndDestroy()
    },
  }
}

/** Carries what `from` sends to `to`, `delayMs` later but not before `notBeforeMs`. */
function relay(clock: DeadlineClock, from: Socket, to: Socket, delayMs: number, notBeforeMs: number): void {
  let bytesUnderWay = 0
  const queue = new DelayQueue<Segment>(clock, (segment) => {
    if (segment === 'reset') to.resetAndDestroy()
    else if (segment === 'fin') to.end()
    else {
      bytesUnderWay -= segment.bytes.length
      if (from.isPaused() && bytesUnderWay < MAX_BYTES_UNDER_WAY / 2) from.resume()
      return to.destroyed || to.write(segment.bytes)
    }
    return true
  })
  const send = (segment: Segment): void => queue.push(segment, Math.max(clock.nowMs() + delayMs, notBeforeMs))

  from.on('data', (bytes: Buffer) => {
    bytesUnderWay += bytes.length
    if (bytesUnderWay >= MAX_BYTES_UNDER_WAY) from.pause()
    send({ bytes })
  })
  from.on('end', () => send('fin'))
  // Whatever broke the connection on this side (reset, refused, gone), the other side sees a reset.
  from.on('error', () => send('reset'))
  to.on('drain', () => queue.resume())
  to.once('close', () => queue.resume())
}
