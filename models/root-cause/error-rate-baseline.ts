import type { Observation } from './observation.ts'

/**
 * The plain way to look for a culprit, to measure others against: the service with the highest share of errors among its
 * server spans first, ties by name. Everything that did not end well is an error.
 */
export function rankByErrorRate(faulty: Observation): readonly string[] {
  const counts = new Map<string, { requests: number; failed: number }>()
  for (const { service, kind, outcome } of faulty.spans) {
    const count = counts.get(service) ?? { requests: 0, failed: 0 }
    counts.set(service, count)
    if (kind !== 'server') continue
    count.requests++
    if (outcome !== 'ok') count.failed++
  }
  const share = ({ requests, failed }: { requests: number; failed: number }) => failed / Math.max(1, requests)
  return [...counts]
    .sort(([nameA, a], [nameB, b]) => share(b) - share(a) || (nameA < nameB ? -1 : 1))
    .map(([service]) => service)
}
