import { findClient } from '../../models/clients/catalogue.ts'
import type { Client } from '../../models/clients/client.ts'
import { fromStored, type PoolSettings } from '../../models/pool/settings.ts'
import { seconds } from '../../models/recommend/figures.ts'
import { settingsForClient } from '../../models/recommend/settings-for-client.ts'
import type { Report } from '../../models/report/report.ts'
import { isTrusted, whyWithheld } from '../../models/report/standing.ts'
import type { RunDirectory } from '../run-directory.ts'
import { readReport } from '../read-report.ts'
import { UnusableRun } from '../unusable-run.ts'
import { readClient } from '../read-client.ts'
import { UsageError } from '../usage-error.ts'

/** What a run recommends for one client. */
export interface FoundRecommendation {
  readonly client: Client
  /** `null` where today's settings are as good: there is nothing to change. */
  readonly settings: PoolSettings | null
  /** The first of the reasons, for where there is nothing to change. */
  readonly reasons: readonly string[]
  /** What to mind; one sentence each. */
  readonly notes: readonly string[]
}

/**
 * @param clientName whose dialect is wanted; `null` for the run's own client
 * @throws UsageError for an unknown client, or a run that has not come to a recommendation
 * @throws UnusableRun when the recommendation is not to be applied: not verified, not trusted, withheld, or withdrawn
 */
export async function findRecommendation(
  run: RunDirectory,
  clientName: string | null,
): Promise<FoundRecommendation> {
  const report = await readReport(run)
  return run.blaming(() => recommendationOf(run, report, clientName))
}

function recommendationOf(run: RunDirectory, report: Report, clientName: string | null): FoundRecommendation {
  const { recommendation, safeIdleTimeout } = report
  if (recommendation === null) {
    throw new UsageError(
      `${run.path} has not come to a recommendation: go on with kneepoint run --resume ${run.path}`,
    )
  }
  const own = findClient(recommendation.client)
  const client = clientName === null ? own : readClient(clientName)
  if (recommendation.unchanged) {
    return { client, settings: null, reasons: recommendation.reasons, notes: notMeasured(own, client) }
  }
  requireTrust(report, run)
  const recommended = fromStored(recommendation.settings)
  const settings = settingsForClient(recommended, { own, client, safe: safeIdleTimeout })
  return {
    client,
    settings,
    reasons: recommendation.reasons,
    notes: notesOf(own, client, recommended, settings),
  }
}

function requireTrust(report: Report, run: RunDirectory): void {
  if (isTrusted(report)) return
  const { verdict, why, advice } = report.verdict
  if (verdict !== 'VALID') {
    const toDo = advice === null ? '' : `; to do: ${advice}`
    throw new UnusableRun(`${run.path} is ${verdict}, so nothing of it is to be applied: ${why}${toDo}`)
  }
  const withheld = whyWithheld(report)
  if (withheld !== null) {
    throw new UnusableRun(
      `${run.path}: the recommendation is not verified, so not to be applied: ${withheld.why}; to do: ${withheld.advice}`,
    )
  }
  throw new UnusableRun(
    `${run.path}: the recommendation was withdrawn, as the P99 or the failure rate was worse with it; see kneepoint report ${run.path}`,
  )
}

function notMeasured(own: Client, client: Client): string[] {
  if (own === client) return []
  return [
    `The run simulated and verified the pool of ${own.title}; ${client.title} was not measured: make a run with client: '${client.name}' to know.`,
  ]
}

function notesOf(own: Client, client: Client, recommended: PoolSettings, settings: PoolSettings): string[] {
  const notes = notMeasured(own, client)
  if (settings.idleTimeoutMs < recommended.idleTimeoutMs) {
    notes.push(
      `The idle timeout is ${seconds(settings.idleTimeoutMs)} in place of ${ownTimeout(own, recommended)}, so that ${client.title} hands out no connection that the server may have closed.`,
    )
  }
  return notes
}

function ownTimeout(own: Client, { idleTimeoutMs }: PoolSettings): string {
  return own.native.idleTimeoutMs === undefined
    ? `the ${seconds(idleTimeoutMs)} of ${own.title}, which has none to set`
    : seconds(idleTimeoutMs)
}
