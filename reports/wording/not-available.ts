import type { ComparedMetric } from '../../models/report/before-after.ts'

/** What stands in place of a figure that is not known. */
export function notAvailable({ unavailableOn }: Pick<ComparedMetric, 'unavailableOn'>): string {
  return unavailableOn === undefined ? 'not available' : `not available on ${unavailableOn}`
}
