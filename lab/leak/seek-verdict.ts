import type { GrowthAttribution } from '../../models/leak/attribute-growth.ts'
import { doubtSmallLeaks, isSureLeak } from '../../models/leak/doubt-small-leaks.ts'
import { judgeLeak } from '../../models/leak/judge-leak.ts'
import type { LeakCheckpoint } from '../../models/leak/leak-checkpoint.ts'
import type { LeakVerdict } from '../../models/leak/leak-verdict.ts'
import type { LiveUpdate } from '../live/live-update.ts'
import type { AllocationWatch } from './allocation-watch.ts'
import type { LeakHuntPlan } from './leak-hunt-plan.ts'
import type { LeakLoad, SentLoad } from './leak-load.ts'
import type { MemorySource } from './memory-source.ts'

/** What a hunt works with. */
export interface LeakSurroundings {
  readonly load: LeakLoad
  readonly memory: MemorySource
  /** `null` where the target's runtime has none. */
  readonly allocations: Pick<AllocationWatch, 'mark' | 'attribute' | 'keepUp'> | null
  readonly onStep: (step: LiveUpdate) => void
  /** ms. */
  readonly clock: () => number
}

export interface FoundVerdict {
  readonly checkpoints: readonly LeakCheckpoint[]
  readonly verdict: LeakVerdict
  readonly attribution: GrowthAttribution | null
  /** From each checkpoint to the next. */
  readonly requestsBetween: number
  /** Requests that failed, of all that were sent after the warm-up. */
  readonly failed: number
  readonly sent: number
}

/** How many times as many checkpoints, where the verdict is not sure. */
const MORE = 1.5
const LEAST_REQUESTS_BETWEEN = 50

/**
 * Warms a target up, then sends it as many requests again and again, with a look at its memory after each time, until the
 * verdict is sure or the plan allows no more.
 */
export async function seekVerdict(plan: LeakHuntPlan, around: LeakSurroundings): Promise<FoundVerdict> {
  const { memory, allocations, clock } = around
  const requestsBetween = await warmUp(plan, around)
  const startMs = clock()
  const checkpoints: LeakCheckpoint[] = [{ requests: 0, atMs: 0, ...(await memory.read()) }]
  let [requests, failed] = [0, 0]
  const next = async (wanted: number): Promise<void> => {
    const what = `checkpoint ${checkpoints.length + 1} of ${wanted}`
    const sent = await send(around, requestsBetween, what)
    requests += sent.answered
    failed += sent.failed
    checkpoints.push({ requests, atMs: clock() - startMs, ...(await memory.read()) })
    await allocations?.keepUp()
  }
  for (let wanted = plan.checkpoints; ; wanted = Math.min(Math.ceil(MORE * wanted), plan.mostCheckpoints)) {
    while (checkpoints.length < wanted) await next(wanted)
    const verdict = judgeLeak(checkpoints, plan.judging)
    if (isSure(verdict, requests) || wanted >= plan.mostCheckpoints) {
      const attribution = (await allocations?.attribute(requests)) ?? null
      const sent = requestsBetween * (checkpoints.length - 1)
      return {
        checkpoints,
        verdict: doubtSmallLeaks(verdict, requests),
        attribution,
        requestsBetween,
        failed,
        sent,
      }
    }
  }
}

/** @returns how many requests to send from each checkpoint to the next */
async function warmUp(plan: LeakHuntPlan, around: LeakSurroundings): Promise<number> {
  const half = Math.ceil(plan.warmupRequests / 2)
  await send(around, half, 'warming up')
  const warm = await send(around, half, 'warming up')
  if (around.allocations !== null) {
    await around.memory.read()
    await around.allocations.mark()
  }
  return fittingRequests(plan, warm)
}

function send({ load, onStep }: LeakSurroundings, requests: number, what: string): Promise<SentLoad> {
  return load.send(requests, (sample) => onStep({ what, load: sample }))
}

/** More checkpoints are of use where the verdict is unknown for what is known of the memory, and for a leak that is small. */
function isSure({ verdict, measures: { heap, external } }: LeakVerdict, requests: number): boolean {
  const known = [heap, external].filter((measure) => measure !== null)
  if (verdict === 'unknown') return known.length === 0
  if (verdict !== 'leak') return true
  return known.some((measure) => isSureLeak(measure, requests))
}

/** As many as are planned, or fewer where the target was too slow while it warmed up. */
function fittingRequests(
  { requestsBetween, checkpoints, loadMs }: LeakHuntPlan,
  { answered, tookMs }: SentLoad,
): number {
  if (loadMs === null || answered === 0) return requestsBetween
  const fitting = Math.floor((loadMs / tookMs) * (answered / (checkpoints - 1)))
  return Math.max(Math.min(requestsBetween, fitting), Math.min(requestsBetween, LEAST_REQUESTS_BETWEEN))
}
