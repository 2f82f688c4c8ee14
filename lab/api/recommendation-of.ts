import { resolve } from 'node:path'
import { findClient } from '../../models/clients/catalogue.ts'
import type { ConfigPatch } from '../../models/clients/client.ts'
import { fromStored, type PoolSettings } from '../../models/pool/settings.ts'
import { settingsForClient } from '../../models/recommend/settings-for-client.ts'
import type { Report } from '../../models/report/report.ts'
import { isTrusted, isWithdrawn, whyWithheld } from '../../models/report/standing.ts'
import { readClient } from '../read-client.ts'
import type { RunDirectory } from '../run-directory.ts'
import { findRecommendation } from '../tune/find-recommendation.ts'
import type { Recommendation, Standing } from './recommendation.ts'

/**
 * @param clientName whose dialect is wanted; `null` for the run's own client
 * @returns `null` where the run has not come to a recommendation
 * @throws UsageError for an unknown client
 */
export async function recommendationOf(
  run: RunDirectory,
  report: Report,
  clientName: string | null,
): Promise<Recommendation | null> {
  const { recommendation } = report
  if (recommendation === null) return null
  const client = clientName === null ? findClient(recommendation.client) : readClient(clientName)
  const standing = standingOf(report)
  const isTold = standing === 'apply' || standing === 'keep'
  const found = isTold ? await findRecommendation(run, clientName) : null
  return {
    directory: resolve(run.path),
    standing,
    verdict: report.verdict,
    withheld: whyWithheld(report),
    client: client.name,
    settings: found?.settings ?? settingsOf(report, client.name),
    before: fromStored(recommendation.before),
    reasons: recommendation.reasons,
    notes: found?.notes ?? [],
    meetsSlo: recommendation.meetsSlo,
    expected: recommendation.chosen,
    expectedToday: recommendation.today,
    runnersUp: recommendation.runnersUp,
    constraints: recommendation.constraints ?? [],
    patch: patchOf(report, client.name),
  }
}

/**
 * The recommended settings in a client's dialect; `null` where they are not to be applied.
 *
 * @throws UsageError for an unknown client
 */
export function patchOf(report: Report, clientName: string | undefined): ConfigPatch | null {
  const { recommendation } = report
  const client = clientName === undefined ? null : readClient(clientName)
  if (recommendation === null || standingOf(report) !== 'apply') return null
  const target = client ?? findClient(recommendation.client)
  return target.patch(settingsOf(report, target.name))
}

function standingOf(report: Report): Standing {
  if (report.recommendation?.unchanged === true) return 'keep'
  if (isTrusted(report)) return 'apply'
  return isWithdrawn(report) ? 'withdrawn' : 'unproven'
}

/** As they are safe for the client. */
function settingsOf({ recommendation, safeIdleTimeout }: Report, clientName: string): PoolSettings {
  if (recommendation === null) throw new Error('there is no recommendation')
  const own = findClient(recommendation.client)
  const client = findClient(clientName)
  return settingsForClient(fromStored(recommendation.settings), { own, client, safe: safeIdleTimeout })
}
