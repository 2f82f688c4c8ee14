import { withPort } from '../../models/scenario/targets/command-target.ts'
import type { TargetOverrides } from '../open-target.ts'
import { combineTelemetry } from '../telemetry/combine-telemetry.ts'
import { createProcTelemetry } from '../telemetry/proc-telemetry.ts'
import { createProbeTelemetry } from '../telemetry/probe-client.ts'
import { TelemetryError, type TargetTelemetry } from '../telemetry/target-telemetry.ts'
import type { CommandLife, CommandPlan } from './command-life.ts'
import { openNamedTelemetry } from './named-telemetry.ts'

/**
 * What a command tells: its probe first, then the pages that the user named, then what the kernel knows of the process
 * that answers.
 *
 * @returns `null` where there is none of them
 * @throws TelemetryError when a page that was named cannot be read
 */
export async function openCommandTelemetry(
  { target, port }: Pick<CommandPlan, 'target' | 'port'>,
  { probe, pid }: Pick<CommandLife, 'probe' | 'pid'>,
  overrides: TargetOverrides,
): Promise<TargetTelemetry | null> {
  const page = (url: string | undefined): string | undefined => url && withPort(url, port)
  const named = await openNamedTelemetry(
    {
      prometheus: overrides.prometheus ?? page(target.prometheus),
      pprof: page(target.pprof),
      pid: overrides.pid,
    },
    overrides.allow,
  )
  const sources: TargetTelemetry[] = []
  if (probe !== null) sources.push(createProbeTelemetry(probe))
  if (named !== null) sources.push(named)
  if (overrides.pid === undefined) sources.push(...(await procTelemetry(pid)))
  return sources.length === 0 ? null : combineTelemetry(sources)
}

/** That a command ends at once is told by its end, not by what cannot be read of it. */
async function procTelemetry(pid: number): Promise<readonly TargetTelemetry[]> {
  try {
    return [await createProcTelemetry(pid)]
  } catch (error) {
    if (!(error instanceof TelemetryError)) throw error
    return []
  }
}
