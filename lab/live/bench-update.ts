import type { BenchPlan } from '../bench/bench-plan.ts'
import type { BenchProgress } from '../bench/bench-progress.ts'
import { groupDigits } from '../bench/group-digits.ts'
import type { LiveUpdate } from './live-update.ts'

type ShownPlan = Pick<BenchPlan, 'load' | 'warmupMs' | 'mostRequests'>

/** How a stretch of a bench stands. @param what is measured, where there are several */
export function benchUpdate(progress: BenchProgress, plan: ShownPlan, what = ''): LiveUpdate {
  return {
    what: [what, stateText(progress, plan)].filter((text) => text !== '').join(': '),
    leftMs: leftMs(progress, plan),
    load: { ...progress, closed: plan.load.kind === 'closed' },
  }
}

function stateText({ due, factor, warmingUp }: BenchProgress, { mostRequests }: ShownPlan): string {
  const pace = factor === 1 ? '' : factor === 0 ? 'paused' : `at ${Math.round(100 * factor)} %`
  const state = warmingUp
    ? 'warming up'
    : mostRequests === null
      ? 'measuring'
      : `${groupDigits(due)} of ${groupDigits(mostRequests)} requests`
  return [state, pace].filter((text) => text !== '').join(', ')
}

function leftMs(progress: BenchProgress, { warmupMs, mostRequests }: ShownPlan): number | null {
  const { elapsedMs, durationMs, factor, warmingUp } = progress
  if (factor === 0 || (mostRequests !== null && !warmingUp)) return null
  return Math.max(0, (warmingUp ? warmupMs : durationMs) - elapsedMs)
}
