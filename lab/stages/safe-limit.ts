import type { ProbeArtifact } from '../../models/artifacts/probe.ts'
import { findClient } from '../../models/clients/catalogue.ts'
import { policyOf } from '../../models/clients/client.ts'
import { boundsClash } from '../../models/recommend/bounds.ts'
import {
  type IdleWatch,
  type SafeIdleTimeout,
  safeIdleTimeout,
} from '../../models/recommend/safe-idle-timeout.ts'
import { UnusableRun } from '../unusable-run.ts'
import type { StageContext } from './stage.ts'

type Named = Pick<StageContext['loaded']['scenario'], 'client' | 'bounds'>

/**
 * The idle timeout with which the client closes before the server, by all that was seen so far.
 *
 * @throws UnusableRun when the server keeps no connections, or the operator's bounds leave no timeout that is safe
 */
export async function safeLimit(context: StageContext): Promise<SafeIdleTimeout> {
  const { scenario } = context.loaded
  const probe = await context.directory.require('probe')
  const sweep = await context.directory.require('sweep')
  const drifts = sweep.steps.filter((step) => step.outcome === 'met').map((step) => step.generator.driftP99Ms)
  const safe = limitOf(scenario, probe, context.idleWatch.read(), Math.max(0, ...drifts))
  if (safe.source === 'no-reuse') {
    throw new UnusableRun(
      'the server closes the connection after every response, so no pool setting can help: turn keep-alive on at the server first',
    )
  }
  refuse(scenario, safe)
  return safe
}

/**
 * Bounds that cannot be kept are found before any load where the server says when it closes: what is seen later can
 * only make the safe idle timeout shorter. A server that says nothing has to be watched first.
 *
 * @throws UnusableRun when the operator's bounds leave no timeout that is safe
 */
export function refuseEarlyClash(scenario: Named, probe: ProbeArtifact): void {
  if (probe.hintMs === null || !probe.reuses) return
  refuse(scenario, limitOf(scenario, probe, { closedAfterMs: null, openForMs: 0 }, 0))
}

function refuse({ bounds }: Named, safe: SafeIdleTimeout): void {
  const clash = boundsClash(bounds, safe)
  if (clash !== null) throw new UnusableRun(clash)
}

function limitOf(
  { client }: Named,
  { reuses, hintMs, reusedMs }: ProbeArtifact,
  watch: IdleWatch,
  loopLagP99Ms: number,
): SafeIdleTimeout {
  return safeIdleTimeout({
    reuses,
    hintMs,
    watch,
    roundTripP99Ms: Math.max(0, ...reusedMs),
    loopLagP99Ms,
    policy: policyOf(findClient(client), 'patched'),
  })
}
