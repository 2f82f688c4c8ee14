import { LARGEST_LATENESS_MS } from '../../models/measurement/generator-health.ts'
import { groupDigits } from '../bench/group-digits.ts'
import type { LoadReading } from './load-meter.ts'
import type { LiveView, WorkReading } from './live-state.ts'
import { timeLeftText } from './time-left-text.ts'

const NOTHING = '–'

/** A rate of the last second, with a decimal where it is small. @param perSecond `null` where it is not known */
export function rateText(perSecond: number | null): string {
  if (perSecond === null) return NOTHING
  return `${groupDigits(perSecond, perSecond > 0 && perSecond < 9.95 ? 1 : 0)}/s`
}

export function msText(ms: number | null): string {
  return ms === null ? NOTHING : `${msDigits(ms)} ms`
}

/** Without the unit. */
export function msDigits(ms: number): string {
  return groupDigits(ms, ms < 9.995 ? 2 : ms < 99.95 ? 1 : 0)
}

/** What is offered and what is answered, of the last second. */
export function rateFigures({ isOpen, dueRate, completedRate }: LoadReading): string[] {
  const answered = `${rateText(completedRate)} answered`
  return isOpen ? [`${rateText(dueRate)} offered`, answered] : [answered]
}

export function connectionFigures({ open, idle, busy, dialRate }: LoadReading): string[] {
  const counts = `${groupDigits(open)} open, ${groupDigits(idle)} idle, ${groupDigits(busy)} busy`
  return [counts, `${rateText(dialRate).replace('/s', '')} dials/s`]
}

export function isLate({ latenessP99Ms }: LoadReading): boolean {
  return latenessP99Ms !== null && latenessP99Ms > LARGEST_LATENESS_MS
}

/** Whether requests go out when they are due. */
export function healthText(load: LoadReading): string {
  if (load.latenessP99Ms === null) return NOTHING
  return `${isLate(load) ? 'late' : 'on time'}, by ${msText(load.latenessP99Ms)} (P99)`
}

export function workFigures({ requestRate, leftMs }: WorkReading): string[] {
  return [
    ...(requestRate === null ? [] : [`${groupDigits(threeDigits(requestRate))} requests/s simulated`]),
    ...(leftMs === null ? [] : [`about ${timeLeftText(leftMs)} left`]),
  ]
}

/** More would say nothing of a rate that is never the same. */
function threeDigits(value: number): number {
  return Number(value.toPrecision(3))
}

/** The time that the stages take by plan: how long computations take is not known beforehand. */
export function stagesLeftText({ stagesLeftMs }: LiveView): string {
  return stagesLeftMs === null ? '' : `about ${timeLeftText(stagesLeftMs)} of load left`
}

export function whatText({ what, leftMs }: LiveView): string {
  const left = leftMs === null ? '' : `${timeLeftText(leftMs)} left`
  return [what, left].filter((text) => text !== '').join(', ')
}
