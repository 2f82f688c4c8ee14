import { editDistance } from '../clients/edit-distance.ts'

/** Names longer than this are compared by their beginnings: the distance takes quadratic time. */
const LONGEST = 64

/**
 * The name that was probably meant: the candidate with the least edit distance, if that is at most two or a
 * third of its length, whichever is more, and not the whole of it. `null` when none is near.
 */
export function nearestName(written: string, candidates: readonly string[]): string | null {
  let nearest: string | null = null
  let least = Infinity
  for (const candidate of candidates) {
    const length = Math.max(written.length, candidate.length)
    const allowed = Math.min(length - 1, Math.max(2, Math.floor(length / 3)))
    const distance = editDistance(comparable(written), comparable(candidate))
    if (distance > allowed || distance >= least) continue
    nearest = candidate
    least = distance
  }
  return nearest
}

function comparable(name: string): string {
  return name.slice(0, LONGEST).toLowerCase()
}
