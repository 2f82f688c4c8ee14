import { clients } from '../../models/clients/catalogue.ts'
import type { Report } from '../../models/report/report.ts'
import type { RenderedPatch } from '../patches/render-patches.ts'
import { reportPatches } from '../terminal/report-text.ts'

/** The patches of a report; none where its client is of another version and not known to this one. */
export function knownPatches(report: Report): readonly RenderedPatch[] {
  const client = report.recommendation?.client
  return clients.some(({ name }) => name === client) ? reportPatches(report) : []
}
