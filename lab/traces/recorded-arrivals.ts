/** Arrivals as they were recorded somewhere. */
export interface RecordedArrivals {
  /** Ascending ms from the first arrival. */
  readonly dueMs: Float64Array
  /** How long each took to serve, in ms, in the order of `dueMs`; `null` where that was not recorded. */
  readonly serviceMs: Float64Array | null
  /** What was done to the recording, one sentence each. */
  readonly notes: readonly string[]
}

/** The positions of the numbers in ascending order, equal ones as they stand; `null` if they ascend already. */
export function ascendingOrder(numbers: Float64Array): Uint32Array | null {
  if (countDescents(numbers) === 0) return null
  return Uint32Array.from(numbers.keys()).sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0) || a - b)
}

/** How often a number is less than the one before it. */
export function countDescents(numbers: Float64Array): number {
  let descents = 0
  for (let i = 1; i < numbers.length; i++) if ((numbers[i] ?? 0) < (numbers[i - 1] ?? 0)) descents++
  return descents
}

export function unsortedNote(file: string, descents: number): string {
  const lines = descents === 1 ? '1 line was' : `${descents} lines were`
  return `${file} is not in order of time (${lines} earlier than the line before): it was sorted.`
}
