import type { RateBounds } from '../../models/knee/capacity-search-bounds.ts'
import { rateText } from './live-figures.ts'

/** Between which rates a capacity is known to lie. */
export function bracketText({ lower, upper }: RateBounds): string {
  if (lower === null && upper === null) return 'capacity: not known yet'
  if (upper === null) return `capacity: at least ${rateText(lower)}`
  if (lower === null) return `capacity: below ${rateText(upper)}`
  return `capacity: between ${rateText(lower)} and ${rateText(upper)}`
}
