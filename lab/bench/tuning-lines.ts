import { formatTime } from '../simulate/format-time.ts'
import type { BenchDocument } from './bench-document.ts'
import { groupDigits } from './group-digits.ts'

const MOST_LINES = 12

/** How pools tuned themselves: labels and texts; none where they did not. */
export function tuningLines({
  tuning,
  threads,
}: Pick<BenchDocument, 'tuning' | 'threads'>): readonly (readonly [label: string, text: string])[] {
  if (tuning === null) return []
  const { mode, changes } = tuning
  const label = mode === 'apply' ? 'tuned' : 'would tune'
  if (changes.length === 0) return [[label, 'nothing: no other settings would have done better by enough']]
  const lines = changes.slice(0, MOST_LINES).map(({ thread, atMs, why }, i) => {
    const where = threads.count === 1 ? '' : `, thread ${thread + 1}`
    return [i === 0 ? label : '', `at ${formatTime(Math.round(atMs))}${where}: ${why}`] as const
  })
  const more = changes.length - lines.length
  return more === 0 ? lines : [...lines, ['', `and ${groupDigits(more)} more, which --json has`]]
}
