import type { JsonFields } from './json-fields.ts'

export interface StatusCounts {
  /** With a status that is one. */
  readonly answered: number
  /** Those with a status of 0, which stands for none. */
  readonly unanswered: number
  /** Those with a status from 500 up, which is what counts as failed here. */
  readonly failed: number
  /** Of those from 400 to 499, which other tools count as failed; whole sentences. */
  readonly notes: readonly string[]
}

/**
 * Counts answers by what their status says.
 *
 * @param counts by status
 * @throws UsageError when a count is no number
 */
export function countStatuses(counts: JsonFields): StatusCounts {
  return sumStatuses(counts.keys.map((key) => [Number(key), counts.number(key)] as const))
}

/** @param counts pairs of a status and how many there were of it */
export function sumStatuses(counts: ReadonlyArray<readonly [status: number, count: number]>): StatusCounts {
  const sum = (is: (status: number) => boolean) =>
    counts.reduce((total, [status, count]) => total + (is(status) ? count : 0), 0)
  const refused = sum((status) => status >= 400 && status < 500)
  return {
    answered: sum((status) => status > 0),
    unanswered: sum((status) => status === 0),
    failed: sum((status) => status >= 500),
    notes: refusedNotes(refused),
  }
}

/** @param refused how many answers had a status from 400 to 499 */
export function refusedNotes(refused: number): string[] {
  return refused === 0
    ? []
    : [`Answers with a status from 400 to 499 (${refused}) do not count as failed here.`]
}
