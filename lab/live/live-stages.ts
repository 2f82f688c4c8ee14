import { STRATA, type RunPlan } from '../run-plan.ts'
import { type StageName, stageNames } from '../stages/stage.ts'
import type { LiveStage } from './live-update.ts'

export interface LiveStagesOptions {
  readonly current: StageName
  /** To be done by this command, the current one included. */
  readonly wanted: readonly StageName[]
  readonly isDone: (name: StageName) => boolean
  readonly plan: RunPlan
}

/** Where a run stands: the stages that are done or will be, in their order. */
export function liveStages({ current, wanted, isDone, plan }: LiveStagesOptions): LiveStage[] {
  return stageNames
    .filter((name) => wanted.includes(name) || isDone(name))
    .map((name) => ({
      name,
      state: name === current ? 'current' : isDone(name) ? 'done' : 'to come',
      expectedMs: expectedMs(name, plan),
    }))
}

/** A block of load takes this much longer than it is: pools are opened, and last answers waited for. */
const BLOCK_OVERHEAD_MS = 350

/** One window of the verification with one setting. */
export function verifyBlockMs({ verify: { warmupMs, measuredMs } }: RunPlan): number {
  return warmupMs + measuredMs + BLOCK_OVERHEAD_MS
}

/** How much longer than a step a stretch without reuse is. */
const WITHOUT_REUSE_STEPS = 2
/** The sweep begins at half the mean rate of the schedule, and a knee is taken to be at so many times the mean. */
const BEGINS_AT = 0.5
const KNEE_OVER_MEAN = 10

/** By the lengths of the plan; `null` for stages that compute, or send single requests. */
function expectedMs(name: StageName, plan: RunPlan): number | null {
  if (name === 'verify') return 2 * STRATA * plan.verify.windowsPerStratum * verifyBlockMs(plan)
  if (name === 'profile') return plan.profile.warmupMs + plan.profile.measuredMs + BLOCK_OVERHEAD_MS
  if (name !== 'sweep') return null
  const { stepMs, growth, bisections, attemptsWithoutReuse } = plan.sweep
  const rising = 1 + Math.ceil(Math.log(KNEE_OVER_MEAN / BEGINS_AT) / Math.log(growth))
  const warmingUp = 1
  const steps = (warmingUp + rising + bisections) * (stepMs + BLOCK_OVERHEAD_MS)
  return steps + attemptsWithoutReuse * WITHOUT_REUSE_STEPS * stepMs
}
