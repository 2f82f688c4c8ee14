import { expect } from 'vitest'
import type { IdleConnection } from '../idle-connection.ts'
import { PoolMachine } from '../machine.ts'
import type { PoolEffects } from '../pool-effects.ts'
import type { Decision } from '../decision.oracle.ts'
import type { PoolModel } from './pool-model.ts'
import { RequestLedger } from './request-ledger.ts'

/**
 * The machine under test, with a twin that is told the time every half millisecond in between. After every call
 * both must have decided what the naive pool did, and the invariants must hold.
 */
export class RecordedMachine {
  readonly ledger = new RequestLedger()
  readonly calls: Array<(machine: PoolMachine) => void> = []
  readonly raw: Decision[] = []
  readonly #machine: PoolMachine
  readonly #twin: PoolMachine
  readonly #twinRaw: Decision[] = []
  /** By connection of the naive pool: the machine's number for it. */
  readonly #numbers = new Map<number, number>()
  #toldMs: number
  #adopted = 0
  /** What `maxConnsPerHost` counts, after the last call. */
  #limited = 0

  constructor(model: PoolModel) {
    this.#toldMs = model.createdAtMs
    this.#machine = machineWithLog(model, this.raw)
    this.#twin = machineWithLog(model, this.#twinRaw)
  }

  /** The machine's number for a connection of the naive pool. */
  numberOf(connection: number): number {
    return this.#numbers.get(connection) as number
  }

  /** Takes over an idle connection, which no effect reports. */
  adopt({ naive }: PoolModel, adopted: IdleConnection): void {
    const { connection } = naive.adopt(adopted)
    this.#numbers.set(connection, this.#machine.adopt(adopted))
    this.#twin.adopt(adopted)
    this.calls.push((machine) => machine.adopt(adopted))
    this.ledger.adopted(connection, adopted)
    this.#adopted++
  }

  /** Makes a call on the machine and compares it with what the naive pool has decided. */
  check(model: PoolModel, expected: Decision[], call: (machine: PoolMachine) => void): void {
    const before = this.raw.length
    for (const decision of expected) model.note(decision)
    this.calls.push(call)
    call(this.#machine)
    for (; this.#toldMs < model.nowMs; this.#toldMs += 0.5) this.#twin.advance(this.#toldMs)
    call(this.#twin)

    const decided = this.raw.slice(before)
    const own = this.#translate(model, decided, expected)
    for (const decision of own) this.ledger.note(model, decision)
    expect(own).toEqual(expected)
    expect(this.#twinRaw.slice(before)).toEqual(decided)
    expect(stateOf(this.#twin)).toEqual(stateOf(this.#machine))
    this.#expectSameState(model)
    this.#expectInvariants(model)
  }

  /** Machine numbers become numbers of the naive pool; what ends at the same moment may come in any order. */
  #translate(model: PoolModel, decided: Decision[], expected: Decision[]): Decision[] {
    const byNumber = new Map([...this.#numbers].map(([connection, number]) => [number, connection]))
    const translated = decided.map((decision, i): Decision => {
      if (decision.what === 'reject') return decision
      if (decision.what === 'dial') {
        const connection = expected[i]?.what === 'dial' ? expected[i].connection : NaN
        this.#numbers.set(connection, decision.connection)
        byNumber.set(decision.connection, connection)
        return { ...decision, connection }
      }
      return { ...decision, connection: byNumber.get(decision.connection) as number }
    })
    sortTies(model, translated)
    sortTies(model, expected)
    return translated
  }

  #expectSameState({ naive, policy }: PoolModel): void {
    const { nextDeadlineMs, idle, waiting, busy, dialing, open } = this.#machine
    expect({ nextDeadlineMs, idle, waiting, busy, dialing, open }).toEqual({
      nextDeadlineMs: naive.nextDeadlineMs,
      idle: naive.idle.length,
      waiting: naive.waiting.length,
      busy: naive.in('busy').length,
      dialing: naive.in('dialing').length,
      open: naive.open,
    })
    const { dialed, reused, idleMs, peakOpen, peakIdle, peakBusy, closed } = naive
    const counts = { dialed, reused, idleMs, peakOpen, peakIdle, peakBusy, closed }
    expect(countsOf(this.#machine)).toEqual(counts)
    expect(this.#machine.idleConnections()).toEqual(
      naive.idle.map(({ openedAtMs, idleSinceMs, served }) => ({
        openedAtMs,
        idleSinceMs,
        requestsServed: served,
      })),
    )
    if (policy.pick !== 'first-slot' && policy.pick !== 'first-slot-live-or-not') return
    for (const { connection, slot, state } of naive.connections) {
      if (state !== 'closed') expect(this.numberOf(connection)).toBe(slot)
    }
  }

  #expectInvariants({ settings, policy, nowMs }: PoolModel): void {
    const { dialing, busy, idle, open, waiting, nextDeadlineMs, counters } = this.#machine
    expect(dialing + busy + idle).toBe(open)
    const acquired = policy.connCapCounts === 'acquired'
    const limited = acquired ? busy + dialing : open
    expect(limited).toBeLessThanOrEqual(Math.max(settings.maxConnsPerHost, this.#limited))
    this.#limited = limited
    if (open > settings.maxConnsPerHost && !acquired) expect(idle).toBe(0)
    expect(idle).toBeLessThanOrEqual(settings.maxIdlePerHost)
    // A moment rounded down may be over when the connection becomes idle.
    const grainMs = policy.expiry.kind === 'timer' ? policy.expiry.grainMs : 0
    expect(nextDeadlineMs).toBeGreaterThanOrEqual(nowMs - grainMs)
    const bindsLate = policy.lateBinding.kind !== 'none'
    const passesOverLive = bindsLate && policy.pick === 'first-slot-live-or-not'
    const mayTakeIdle = !acquired || limited < settings.maxConnsPerHost
    if (idle > 0 && mayTakeIdle && !passesOverLive) expect(waiting).toBe(0)
    if (limited < settings.maxConnsPerHost) expect(waiting).toBeLessThanOrEqual(bindsLate ? dialing : 0)
    const closed = Object.values(counters.closed).reduce((sum, count) => sum + count, 0)
    expect(counters.dialed + this.#adopted - closed).toBe(open)
    expect(this.ledger.open).toBe(open)
    expect(this.ledger.busy).toBe(busy)
  }
}

export function machineWithLog(
  { firstSettings, policy, createdAtMs }: PoolModel,
  log: Decision[],
): PoolMachine {
  const effects: PoolEffects = {
    assign: (request, connection, reused) => log.push({ what: 'assign', request, connection, reused }),
    dial: (connection) => log.push({ what: 'dial', connection }),
    close: (connection, reason) => log.push({ what: 'close', connection, reason }),
    reject: (request, reason) => log.push({ what: 'reject', request, reason }),
  }
  return new PoolMachine(firstSettings, policy, effects, createdAtMs)
}

/** All that can be seen of a machine. */
function stateOf(machine: PoolMachine): unknown {
  const { dialing, busy, idle, waiting, nextDeadlineMs } = machine
  const connections = machine.idleConnections()
  return { dialing, busy, idle, waiting, nextDeadlineMs, connections, counts: countsOf(machine) }
}

function countsOf({ counters }: PoolMachine): unknown {
  const { peakOpen, peakIdle, peakBusy } = counters
  return { ...counters.snapshot(), peakOpen, peakIdle, peakBusy }
}

function sortTies({ naive }: PoolModel, decisions: Decision[]): void {
  const closedAtMs = (decision: Decision | undefined): number | null =>
    decision?.what === 'close' ? (naive.connections[decision.connection]?.closedAtMs ?? null) : null
  for (let from = 0; from < decisions.length;) {
    let to = from + 1
    const momentMs = closedAtMs(decisions[from])
    if (momentMs !== null) while (closedAtMs(decisions[to]) === momentMs) to++
    const tied = decisions.slice(from, to) as Array<{ connection: number } & Decision>
    if (tied.length > 1) {
      tied.sort((a, b) => a.connection - b.connection)
      decisions.splice(from, tied.length, ...tied)
    }
    from = to
  }
}
