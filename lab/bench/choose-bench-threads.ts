import { isLoopback } from '../allowed-host.ts'
import { chooseLoadThreads, type LoadThreads } from '../machine/choose-load-threads.ts'
import type { Processors } from '../machine/processors.ts'
import type { BenchPlan } from './bench-plan.ts'
import { threadLimit } from './thread-limit.ts'

/** As many load threads as the machine suggests, or the user asked for, and as the plan's limits can be divided among. */
export function chooseBenchThreads(
  plan: Pick<BenchPlan, 'endpoint' | 'load' | 'settings' | 'workers'>,
  processors: Processors,
): LoadThreads {
  const targetIsLocal = isLoopback(new URL(plan.endpoint.origin).hostname)
  const chosen = chooseLoadThreads({ ...processors, wanted: plan.workers, targetIsLocal })
  const limit = threadLimit(plan)
  if (limit === null || chosen.threads <= limit.mostThreads) return chosen
  const { mostThreads, what } = limit
  const why = `${mostThreads} load thread${mostThreads === 1 ? '' : 's'}: there can be no more with ${what}, of which each needs one`
  return { threads: mostThreads, why, warning: chosen.warning }
}
