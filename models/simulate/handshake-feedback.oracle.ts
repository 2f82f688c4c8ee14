import type { HandshakeTraffic } from './handshake-feedback.ts'

/** The same traffic request by request, each knowing whether it dials: every end in one sorted list. */
export function naiveHandshakes(traffic: HandshakeTraffic): Uint8Array {
  const { dueMs, heldMs, handshakeMs, idleTimeoutMs, maxIdle } = traffic
  const endsMs: number[] = []
  let idleSinceMs: number[] = []
  return Uint8Array.from(dueMs, (atMs, i) => {
    while ((endsMs[0] ?? Infinity) <= atMs) {
      const endMs = endsMs.shift() as number
      idleSinceMs = idleSinceMs.filter((sinceMs) => endMs - sinceMs <= idleTimeoutMs)
      idleSinceMs.push(endMs)
      if (idleSinceMs.length > maxIdle) idleSinceMs.shift()
    }
    idleSinceMs = idleSinceMs.filter((sinceMs) => atMs - sinceMs <= idleTimeoutMs)
    const dials = idleSinceMs.pop() === undefined
    const endMs = atMs + (heldMs[i] as number) + (dials ? handshakeMs : 0)
    const later = endsMs.findIndex((other) => other > endMs)
    endsMs.splice(later < 0 ? endsMs.length : later, 0, endMs)
    return dials ? 1 : 0
  })
}
