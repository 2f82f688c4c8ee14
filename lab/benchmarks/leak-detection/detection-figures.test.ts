import { describe, expect, it } from 'vitest'
import { detectionCases } from './detection-case.ts'
import { areFiguresKept, detectionFigures, failedCase, type JudgedCase } from './detection-figures.ts'

const found: JudgedCase = { form: 'leaky', isRight: true, isNamed: true, isKindRight: true }
const clean: JudgedCase = { form: 'fixed', isRight: true, isNamed: null, isKindRight: null }

function leaky(unnamed: number): JudgedCase[] {
  return Array.from({ length: 40 }, (_, i) => ({ ...found, isNamed: i >= unnamed }))
}

describe('detectionCases', () => {
  it('are eight that leak, eight fixed and three bounded for each seed', () => {
    const cases = detectionCases([1, 2, 3, 4, 5])
    const count = (form: string) => cases.filter((each) => each.form === form).length
    expect([count('leaky'), count('fixed'), count('bounded')]).toEqual([40, 40, 15])
    expect(new Set(cases.map((each) => JSON.stringify(each))).size).toBe(95)
  })
})

describe('detectionFigures', () => {
  it('counts each form by itself, and names where there is one to be named', () => {
    expect(
      detectionFigures([found, { ...found, isNamed: false }, clean, { ...clean, isRight: false }]),
    ).toEqual({
      classified: {
        leaky: { right: 2, all: 2 },
        fixed: { right: 1, all: 2 },
        bounded: { right: 0, all: 0 },
      },
      named: { right: 1, all: 2 },
      kinds: { right: 2, all: 2 },
    })
  })
})

describe('failedCase', () => {
  it('is wrong, and has found nothing where there was something', () => {
    expect(detectionFigures([failedCase({ form: 'leaky' }), failedCase({ form: 'fixed' })])).toEqual({
      classified: {
        leaky: { right: 0, all: 1 },
        fixed: { right: 0, all: 1 },
        bounded: { right: 0, all: 0 },
      },
      named: { right: 0, all: 1 },
      kinds: { right: 0, all: 1 },
    })
  })
})

describe('areFiguresKept', () => {
  it('allows for 2 of 40 planted functions that are not named', () => {
    expect(areFiguresKept(detectionFigures([...leaky(2), clean]))).toBe(true)
    expect(areFiguresKept(detectionFigures([...leaky(3), clean]))).toBe(false)
  })

  it('allows for no wrong verdict', () => {
    expect(areFiguresKept(detectionFigures([...leaky(0), { ...clean, isRight: false }]))).toBe(false)
  })
})
