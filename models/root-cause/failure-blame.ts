import { all, type Blame, type BlamedPart, blameOfParts, firstBlame } from './blame.ts'
import type { LinkedAttempt, LinkedRequest } from './linked-spans.ts'
import { mean } from './significant-excess.ts'
import type { CallChange, StretchChange } from './stretch-change.ts'
import type { CallFigures } from './stretch-figures.ts'
import type { TimeBlame } from './time-blame.ts'

type Outcome = LinkedRequest['span']['outcome']

/**
 * Who is to blame for failures that were added, down from the first service to where they arise.
 *
 * A request that failed did so by the last of its calls that failed, or, without such, by itself. A call that the called
 * service failed goes on there. A call that took too long is its timeout's fault as far as calls of the healthy stretch
 * would have taken too long, too (`timeoutFault`); the rest is that of whoever made it take so long.
 */
export class FailureBlame {
  readonly #change: StretchChange
  readonly #time: TimeBlame
  readonly #open = new Set<string>()

  constructor(change: StretchChange, time: TimeBlame) {
    this.#change = change
    this.#time = time
  }

  /** Of failures that were added to a service's requests. */
  service(name: string): Blame {
    if (this.#open.has(name)) return []
    this.#open.add(name)
    const before = failureSources(this.#change.healthy.services.get(name)?.requests ?? [])
    const now = failureSources(this.#change.faulty.services.get(name)?.requests ?? [])
    const found = blameOfParts(
      [...now].map(([key, source]) => ({
        weight: Math.max(0, source.share - (before.get(key)?.share ?? 0)),
        blame: () => this.#source(name, source),
      })),
    )
    this.#open.delete(name)
    return found
  }

  #source(name: string, { to, outcome }: FailureSource): Blame {
    if (to === null) return this.#own(name, outcome)
    const call = this.#change.calls.find((each) => each.from === name && each.to === to)
    if (call === undefined) return all(name, null)
    if (outcome === 'timeout' || outcome === 'cancelled') return this.#tooLong(call)
    return firstBlame(
      () => (outcome === 'rejected' && !wasAnswered(call) ? this.#time.connectionWait(call) : []),
      () => this.service(to),
      () => this.#time.attempts(call),
      () => all(to, null),
    )
  }

  #own(name: string, outcome: Outcome): Blame {
    const change = this.#change.services.get(name)
    return firstBlame(
      () => (outcome === 'rejected' ? this.#time.slotWait(name) : []),
      () => (outcome !== 'error' && (change?.addedWaitMs ?? 0) > 0 ? this.#time.slotWait(name) : []),
      () => (outcome === 'error' ? [] : this.#time.service(name)),
      () => all(name, null),
    )
  }

  #tooLong(call: CallChange): Blame {
    const fault = timeoutFault(call)
    const late = lateAttempts(call.faulty)
    const waitedMs = late.length === 0 ? 0 : mean(late.map(({ span }) => span.waitMs))
    const usedMs = late.length === 0 ? 0 : mean(late.map(({ span }) => span.durationMs - span.waitMs))
    const slow: BlamedPart[] = [
      {
        weight: Math.max(0, waitedMs - usual(call.healthy?.waits)),
        blame: () => this.#time.connectionWait(call),
      },
      { weight: Math.max(0, usedMs - usual(call.healthy?.holds)), blame: () => this.#time.use(call) },
    ]
    return blameOfParts([
      { weight: fault, blame: () => all(call.from, 'timeout-order', call.to) },
      {
        weight: 1 - fault,
        blame: () =>
          firstBlame(
            () => blameOfParts(slow),
            () => this.#time.attempts(call),
            () => all(call.to, null),
          ),
      },
    ])
  }
}

/**
 * The share of the calls that took too long, beyond those of the healthy stretch, which is the timeout's fault, in [0, 1]:
 * the larger one of two answers to the question what would have been with the one and not the other. With this timeout in
 * the healthy stretch: how many more of its calls would have taken too long, in relation to how many more do now. With the
 * timeout of the healthy stretch now, if it was longer: the share of these calls that the called service did answer within
 * that time.
 */
export function timeoutFault({ healthy, faulty }: CallChange): number {
  const late = lateAttempts(faulty)
  if (healthy === null || late.length === 0) return 0
  const { attempts } = healthy.calls
  const timeoutMs = faulty.configured?.timeoutMs ?? Math.min(...late.map(({ span }) => span.durationMs))
  const wereLate = lateShare(healthy)
  const wouldBeLate = attempts.filter(({ span }) => span.durationMs > timeoutMs).length / attempts.length
  const added = lateShare(faulty) - wereLate
  const explained = added > 0 ? Math.min(1, Math.max(0, wouldBeLate - wereLate) / added) : 0
  const before = healthy.configured?.timeoutMs ?? null
  const isLower = healthy.configured !== null && (before === null || before > timeoutMs)
  const inTime = late.filter(
    ({ answer }) =>
      (answer?.outcome === 'ok' || answer?.outcome === 'cancelled') &&
      answer.durationMs <= (before ?? Infinity),
  )
  return Math.max(explained, isLower ? inTime.length / late.length : 0)
}

/** Of all tries, those that took too long for their caller. */
export function lateShare(figures: CallFigures): number {
  return lateAttempts(figures).length / Math.max(1, figures.calls.attempts.length)
}

/** Tries that took too long for their caller. */
export function lateAttempts({ calls }: CallFigures): readonly LinkedAttempt[] {
  return calls.attempts.filter((attempt) => endOf(attempt) === 'timeout')
}

/**
 * How a try ended for its caller. Services hand on that a call of theirs took too long, and so a try may have ended as a
 * timeout that had an answer in time: that is the called service's failure.
 */
function endOf({ span, answer }: LinkedAttempt): Outcome {
  if (span.outcome !== 'timeout' || answer === null) return span.outcome
  const failed = answer.outcome !== 'ok' && answer.outcome !== 'cancelled'
  return failed && answer.durationMs <= span.durationMs - span.waitMs ? 'error' : 'timeout'
}

interface FailureSource {
  /** The called service, or `null` for the service itself. */
  readonly to: string | null
  readonly outcome: Outcome
  /** Of all requests. */
  readonly share: number
}

function failureSources(requests: readonly LinkedRequest[]): Map<string, FailureSource> {
  const sources = new Map<string, FailureSource>()
  for (const { span, attempts } of requests) {
    if (span.outcome === 'ok') continue
    const failed = attempts.findLast((attempt) => attempt.span.outcome !== 'ok') ?? null
    const outcome = failed === null ? span.outcome : endOf(failed)
    const to = failed === null ? null : (failed.span.peer ?? failed.answer?.service ?? null)
    const key = `${outcome} ${to ?? ''}`
    const before = sources.get(key)?.share ?? 0
    sources.set(key, { to, outcome, share: before + 1 / requests.length })
  }
  return sources
}

function wasAnswered({ faulty }: CallChange): boolean {
  const rejected = faulty.calls.attempts.filter(({ span }) => span.outcome === 'rejected')
  return 2 * rejected.filter(({ answer }) => answer !== null).length > rejected.length
}

function usual(healthy: readonly number[] | undefined): number {
  return healthy === undefined || healthy.length === 0 ? 0 : mean(healthy)
}
