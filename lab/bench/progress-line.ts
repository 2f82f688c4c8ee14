import type { BenchPlan } from './bench-plan.ts'
import type { BenchProgress } from './bench-progress.ts'
import { groupDigits } from './group-digits.ts'

type ShownPlan = Pick<BenchPlan, 'load' | 'warmupMs' | 'mostRequests'>

/** One line for a terminal, the most important first: it is cut where the terminal ends. */
export function progressLine(progress: BenchProgress, plan: ShownPlan): string {
  const { open, idle, factor } = progress
  const parts = [
    remaining(progress, plan),
    ...(progress.warmingUp ? [] : figures(progress, plan)),
    `${open} open, ${idle} idle`,
    ...(Number.isNaN(progress.latenessP99Ms) ? [] : [`late ${ms(progress.latenessP99Ms)}`]),
    ...(factor === 1 || factor === 0 ? [] : [`at ${Math.round(100 * factor)} %`]),
  ]
  return parts.join('  ')
}

function remaining(progress: BenchProgress, { warmupMs, mostRequests }: ShownPlan): string {
  const { elapsedMs, durationMs, due, factor, warmingUp } = progress
  if (factor === 0) return 'paused'
  if (warmingUp) return `warming up, ${seconds(warmupMs - elapsedMs)} left`
  if (mostRequests !== null) return `${groupDigits(due)} of ${groupDigits(mostRequests)}`
  return `${seconds(durationMs - elapsedMs)} left`
}

function figures(progress: BenchProgress, { load, warmupMs }: ShownPlan): string[] {
  const { due, completed, failed, dropped, p50Ms, p99Ms } = progress
  const measuredMs = Math.max(1, progress.elapsedMs - warmupMs)
  const rate = (count: number) => `${groupDigits(Math.round((1000 * count) / measuredMs))}/s`
  return [
    load.kind === 'open' ? `${rate(completed)} of ${rate(due)}` : rate(completed),
    ...(Number.isNaN(p50Ms) ? [] : [`p50 ${ms(p50Ms)}`, `p99 ${ms(p99Ms)}`]),
    `${groupDigits(failed)} failed`,
    ...(dropped === 0 ? [] : [`${groupDigits(dropped)} dropped`]),
  ]
}

function seconds(lengthMs: number): string {
  return `${Math.ceil(Math.max(0, lengthMs) / 1000)} s`
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`
}
