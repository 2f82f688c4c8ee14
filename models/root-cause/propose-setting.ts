import type { Cause } from './blame.ts'
import type { SettingChange } from './diagnosis.ts'
import type { StretchChange, CallChange } from './stretch-change.ts'
import { quantileOf } from './spread.ts'

/** The setting to change, where a cause is one: back to what it was, or else to what the figures of both stretches ask for. */
export function proposeSetting(cause: Cause, change: StretchChange): SettingChange | null {
  const { service, kind, peer } = cause
  if (kind === 'lost-capacity' && peer === null) return slotsChange(service, change)
  const call = change.calls.find(({ from, to }) => from === service && to === peer)
  if (call === undefined) return null
  if (kind === 'timeout-order') return timeoutChange(call, change)
  if (kind === 'retry-storm') return retriesChange(call)
  return kind === 'lost-capacity' ? poolChange(call) : null
}

function slotsChange(service: string, { services }: StretchChange): SettingChange | null {
  const today = services.get(service)?.faulty.slots ?? null
  const proposed = services.get(service)?.healthy.slots ?? null
  if (today === null || proposed === null || today >= proposed) return null
  return { key: 'slots', service, peer: null, name: `slots of ${service}`, today, proposed }
}

function poolChange({ from, to, healthy, faulty }: CallChange): SettingChange | null {
  const today = faulty.configured?.poolLimit ?? null
  const proposed = healthy?.configured?.poolLimit ?? null
  if (today === null || proposed === null || today >= proposed) return null
  const name = `limit of ${from}'s pool to ${to}`
  return { key: 'poolLimit', service: from, peer: to, name, today, proposed }
}

function retriesChange({ from, to, healthy, faulty }: CallChange): SettingChange | null {
  const today = faulty.configured?.retries ?? null
  if (today === null || today === 0) return null
  const before = healthy?.configured?.retries ?? today
  const name = `retries of ${from}'s calls to ${to}`
  return {
    key: 'retries',
    service: from,
    peer: to,
    name,
    today,
    proposed: before < today ? before : 0,
  }
}

function timeoutChange(call: CallChange, change: StretchChange): SettingChange | null {
  const { from, to, healthy, faulty } = call
  const today = faulty.configured?.timeoutMs ?? null
  if (today === null) return null
  const before = healthy?.configured ?? null
  const isLower = before !== null && (before.timeoutMs === null || before.timeoutMs > today)
  const proposed = isLower ? before.timeoutMs : Math.max(today, neededTimeoutMs(call, change))
  return {
    key: 'timeoutMs',
    service: from,
    peer: to,
    name: `timeout of ${from}'s calls to ${to}`,
    today,
    proposed,
  }
}

/**
 * Twice what 99 of 100 calls took when all was well, and longer than the called service gives its own calls, with what 99
 * of 100 of its requests take apart from them: so that the inner call gives up first. In whole tens of ms.
 */
function neededTimeoutMs({ to, healthy }: CallChange, change: StretchChange): number {
  const usual = (healthy?.holds ?? []).toSorted((a, b) => a - b)
  const inner = change.calls.flatMap(({ from, faulty }) =>
    from === to ? (faulty.configured?.timeoutMs ?? []) : [],
  )
  const selves = (change.services.get(to)?.healthy.selves ?? []).toSorted((a, b) => a - b)
  const forInner = inner.length === 0 ? 0 : Math.max(...inner) + (quantileOf(selves, 0.99) || 0)
  return Math.ceil(Math.max(2 * (quantileOf(usual, 0.99) || 0), forInner) / 10) * 10
}
