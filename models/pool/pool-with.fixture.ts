import { PoolMachine } from './machine.ts'
import type { Returned } from './pool-effects.ts'
import { PLAIN_POLICY, type PoolPolicy } from './policy.ts'
import { type PoolSettings, UNLIMITED } from './settings.ts'
import type { SharedLimits } from './shared-limits.ts'

export const noHint: Returned = { reusable: true, hintMs: null }

/** A machine whose decisions are read as text; `taken()` gives those since the last call. */
export function poolWith(
  settings: Partial<PoolSettings>,
  policy: Partial<PoolPolicy> = {},
  shared: SharedLimits | null = null,
) {
  const log: string[] = []
  const machine: PoolMachine = new PoolMachine(
    { ...UNLIMITED, ...settings },
    { ...PLAIN_POLICY, ...policy },
    {
      assign: (request, connection, reused) =>
        log.push(`${request} on ${connection}${reused ? ' again' : ''}`),
      dial: (connection) => log.push(`dial ${connection}`),
      close: (connection, reason) => log.push(`close ${connection}: ${reason}`),
      reject: (request, reason) => log.push(`reject ${request}: ${reason}`),
    },
    0,
    shared,
  )
  const taken = () => log.splice(0)
  /** Connections 0…count − 1, each busy with the request of its number. */
  const busy = (count: number) => {
    for (let request = 0; request < count; request++) machine.acquire(request, 0)
    for (let connection = 0; connection < count; connection++) machine.dialed(connection, 0)
    taken()
  }
  const release = (connection: number, nowMs: number) => machine.release(connection, noHint, nowMs)
  const reconfigure = (change: Partial<PoolSettings>, nowMs: number) =>
    machine.reconfigure({ ...machine.settings, ...change }, nowMs)
  return { machine, taken, busy, release, reconfigure }
}
