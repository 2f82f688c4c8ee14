import type { BenchProgress } from '../bench/bench-progress.ts'
import { groupDigits } from '../bench/group-digits.ts'
import { msText, rateText } from './live-figures.ts'

const EVERY_MS = 1000

/** Tells of each second of a bench's measured stretch what was counted in it. */
export class EverySecond {
  readonly #say: (line: string) => void
  #last: BenchProgress | null = null

  constructor(say: (line: string) => void) {
    this.#say = say
  }

  take(moment: BenchProgress): void {
    if (moment.warmingUp) return
    const last = this.#last
    if (last === null) this.#last = moment
    if (last === null || moment.elapsedMs - last.elapsedMs < EVERY_MS) return
    this.#last = moment
    this.#say(secondLine(last, moment))
  }
}

function secondLine(last: BenchProgress, moment: BenchProgress): string {
  const seconds = (moment.elapsedMs - last.elapsedMs) / 1000
  const more = (of: (progress: BenchProgress) => number) => of(moment) - of(last)
  const rate = (of: (progress: BenchProgress) => number) => rateText(more(of) / seconds)
  const { p50Ms, p99Ms, open, latenessP99Ms } = moment
  const ms = (value: number) => msText(Number.isNaN(value) ? null : value)
  return [
    `at ${(moment.elapsedMs / 1000).toFixed(1)} s: ${rate(({ completed }) => completed)} answered of ${rate(({ due }) => due)}`,
    `P50 ${ms(p50Ms)}, P99 ${ms(p99Ms)} so far`,
    `${groupDigits(more(({ failed }) => failed))} failed, ${groupDigits(more(({ dropped }) => dropped))} dropped`,
    `${groupDigits(open)} open, ${groupDigits(more(({ dialed }) => dialed))} dialed`,
    `late by ${ms(latenessP99Ms)} (P99)`,
  ].join('; ')
}
