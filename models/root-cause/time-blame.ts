import { all, type Blame, type BlamedPart, blameOfParts, firstBlame } from './blame.ts'
import type { CallChange, ServiceChange, StretchChange } from './stretch-change.ts'

/**
 * Who is to blame for time that was added, down from the whole to the places where it arises.
 *
 * Added time of a request is the sum of what was added to its parts: its wait for a slot, its own work, and its calls,
 * and of a call: its wait for a connection, the called service's work (go on there), and the gap between the two. So a
 * service that only waits for another hands the blame on.
 *
 * A wait is different: it arises where load × holding time ÷ places has grown, and each of the three may have. In ln they
 * add up, and they share the blame in that proportion. Load goes back to callers that try again, or further up; holding
 * time goes to what takes longer while the place is held; fewer places are lost capacity or leaked connections.
 */
export class TimeBlame {
  readonly #change: StretchChange
  readonly #open = new Set<string>()

  constructor(change: StretchChange) {
    this.#change = change
  }

  /** Of what was added to a service's requests. */
  service(name: string): Blame {
    return this.#guarded(`service ${name}`, () => {
      const change = this.#change.services.get(name)
      if (change === undefined) return []
      return blameOfParts([
        { weight: change.addedWaitMs, blame: () => this.slotWait(name) },
        ...this.#holdParts(change),
      ])
    })
  }

  /** Of what was added to calls, from several tries or from longer ones. */
  calls(call: CallChange): Blame {
    return blameOfParts([
      { weight: call.lnAttempts, blame: () => all(call.from, 'retry-storm', call.to) },
      { weight: call.lnDuration, blame: () => this.attempts(call) },
    ])
  }

  /** Of what was added to a single try. */
  attempts(call: CallChange): Blame {
    return blameOfParts([
      { weight: call.addedWaitMs, blame: () => this.connectionWait(call) },
      ...this.#useParts(call),
    ])
  }

  /** Of what was added to a try once it had its connection. */
  use(call: CallChange): Blame {
    return firstBlame(
      () => blameOfParts(this.#useParts(call)),
      () => this.service(call.to),
    )
  }

  /** Of longer waits for a slot of a service. */
  slotWait(name: string): Blame {
    const change = this.#change.services.get(name)
    if (change === undefined) return []
    const byPlace = () =>
      firstBlame(
        () =>
          blameOfParts([
            { weight: this.#lnLoad(name), blame: () => this.load(name) },
            { weight: change.lnHold, blame: () => blameOfParts(this.#holdParts(change)) },
            { weight: change.lnFewerSlots, blame: () => all(name, 'lost-capacity') },
          ]),
        () => blameOfParts(this.#holdParts(change)),
        // As much load, held as long, in as many slots as it says: it has fewer than it says.
        () => all(name, 'lost-capacity'),
      )
    return this.#partlyThread([change], change.addedWaitMs, byPlace)
  }

  /** Of longer waits for a connection. */
  connectionWait(call: CallChange): Blame {
    const caller = this.#change.services.get(call.from)
    const byPlace = () =>
      firstBlame(
        () =>
          blameOfParts([
            { weight: call.lnAttempts, blame: () => all(call.from, 'retry-storm', call.to) },
            { weight: this.#lnLoad(call.from), blame: () => this.load(call.from) },
            { weight: call.lnHold, blame: () => this.use(call) },
            { weight: call.lnLeaked, blame: () => all(call.from, 'leaked-connection', call.to) },
            { weight: call.lnLowerLimit, blame: () => all(call.from, 'lost-capacity', call.to) },
          ]),
        // As many calls, as long, through as many connections, and none of them out for nothing: who uses them is slow.
        () => (call.faulty.leaked.limit > 0 ? this.use(call) : []),
        () => all(call.from, 'leaked-connection', call.to),
      )
    return this.#partlyThread(caller === undefined ? [] : [caller], call.addedWaitMs, byPlace)
  }

  /** Of more requests to a service: from callers that try more often, or have more requests themselves. */
  load(name: string): Blame {
    const callers = this.#callsTo(name)
    if (callers.length === 0) return all(name, null)
    return this.#guarded(`load ${name}`, () =>
      blameOfParts(
        callers.flatMap((call): BlamedPart[] => [
          { weight: call.lnAttempts, blame: () => all(call.from, 'retry-storm', call.to) },
          { weight: this.#lnLoad(call.from), blame: () => this.load(call.from) },
        ]),
      ),
    )
  }

  /** ln of how many times more requests a service gets, from outside and by retries on the way, ≥ 0. */
  #lnLoad(name: string, seen: readonly string[] = []): number {
    if (seen.includes(name)) return 0
    const calls = this.#callsTo(name)
    if (calls.length === 0) return this.#change.lnTraffic
    // The most of any caller: what others add cannot make it less.
    return Math.max(...calls.map((call) => call.lnAttempts + this.#lnLoad(call.from, [...seen, name])))
  }

  #callsTo(name: string): readonly CallChange[] {
    return this.#change.calls.filter(({ to }) => to === name)
  }

  #holdParts(change: ServiceChange): BlamedPart[] {
    const calls = this.#change.calls.filter(({ from }) => from === change.service)
    return [
      { weight: change.addedSelfMs, blame: () => this.#self(change, change.addedSelfMs) },
      ...calls.map((call) => ({ weight: call.addedPerRequestMs, blame: () => this.calls(call) })),
    ]
  }

  #useParts(call: CallChange): BlamedPart[] {
    return [
      { weight: call.addedAnswerMs, blame: () => this.service(call.to) },
      { weight: call.addedGapMs, blame: () => this.#gap(call) },
    ]
  }

  /** Own work takes longer because the thread is busy, as far as that can be; the rest is waiting for what has no span. */
  #self(change: ServiceChange, addedMs: number): Blame {
    return this.#partlyThread([change], addedMs, () => all(change.service, 'slow-dependency'))
  }

  /** Between two services, either's thread may be late; what neither explains is counted as the called one's own. */
  #gap(call: CallChange): Blame {
    const ends = [call.from, call.to].flatMap((name) => this.#change.services.get(name) ?? [])
    return this.#partlyThread(ends, call.addedGapMs, () =>
      firstBlame(
        () => this.service(call.to),
        () => all(call.to, 'slow-dependency'),
      ),
    )
  }

  /** As much of the time as busy threads can have added is theirs, in proportion; the rest is another's. */
  #partlyThread(ends: readonly ServiceChange[], addedMs: number, rest: () => Blame): Blame {
    if (addedMs <= 0) return rest()
    const possibleMs = ends.reduce((sum, { threadWaitMs }) => sum + EVENTS * threadWaitMs, 0)
    const scale = possibleMs > addedMs ? addedMs / possibleMs : 1
    return blameOfParts([
      ...ends.map((end) => ({
        weight: scale * EVENTS * end.threadWaitMs,
        blame: () => all(end.service, threadFault(end)),
      })),
      { weight: addedMs - scale * possibleMs, blame: rest },
    ])
  }

  #guarded(place: string, blame: () => Blame): Blame {
    if (this.#open.has(place)) return []
    this.#open.add(place)
    const found = blame()
    this.#open.delete(place)
    return found
  }
}

/** Times that a request waits for its thread at a service: taken in, granted its slot, answered by its callee, sent back. */
const EVENTS = 4

/**
 * A thread that collects garbage is busy making it, too, and that is not counted apart; one that computes collects next to
 * nothing more than before. So a tenth of the added time is enough for garbage to be the reason.
 */
export function threadFault({ addedBusyShare, addedGcShare }: ServiceChange): 'gc-pressure' | 'cpu-block' {
  return addedGcShare > GARBAGE * addedBusyShare ? 'gc-pressure' : 'cpu-block'
}

const GARBAGE = 0.1
