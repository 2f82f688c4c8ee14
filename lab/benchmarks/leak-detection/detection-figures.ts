import type { CaseForm, DetectionCase } from './detection-case.ts'
import type { CaseOutcome } from './try-case.ts'

/** How many hunts came out as they should, of how many. */
export interface Count {
  readonly right: number
  readonly all: number
}

export interface DetectionFigures {
  readonly classified: Readonly<Record<CaseForm, Count>>
  readonly named: Count
  readonly kinds: Count
}

export type JudgedCase = Pick<CaseOutcome, 'form' | 'isRight' | 'isNamed' | 'isKindRight'>

export function detectionFigures(outcomes: readonly JudgedCase[]): DetectionFigures {
  const classified = (form: CaseForm) =>
    countOf(outcomes.filter((each) => each.form === form).map(({ isRight }) => isRight))
  return {
    classified: { leaky: classified('leaky'), fixed: classified('fixed'), bounded: classified('bounded') },
    named: countOf(outcomes.map(({ isNamed }) => isNamed)),
    kinds: countOf(outcomes.map(({ isKindRight }) => isKindRight)),
  }
}

/** A hunt that came to no end: what it was to find, it did not. */
export function failedCase({ form }: Pick<DetectionCase, 'form'>): JudgedCase {
  const isFound = form === 'leaky' ? false : null
  return { form, isRight: false, isNamed: isFound, isKindRight: isFound }
}

/** Of the planted lines, and of the kinds. */
const LEAST_NAMED = 38 / 40

/** Whether every hunt's verdict is right, and of 40 planted functions 38 are named, and the kind of what keeps them is. */
export function areFiguresKept({ classified, named, kinds }: DetectionFigures): boolean {
  const isWhole = Object.values(classified).every(({ right, all }) => right === all)
  return isWhole && [named, kinds].every(({ right, all }) => right >= LEAST_NAMED * all)
}

function countOf(judged: ReadonlyArray<boolean | null>): Count {
  const known = judged.filter((each) => each !== null)
  return { right: known.filter(Boolean).length, all: known.length }
}
