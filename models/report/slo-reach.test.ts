import { expect, test } from 'vitest'
import type { ComparedMetric } from './before-after.ts'
import { isSloOutOfReach, wasSweepDisturbed } from './slo-reach.ts'

const missed = { sloCapacity: null, kneedle: null, usl: null, plateau: null }
const misfit = {
  steps: [{ offeredRate: 14.4, measuredP99Ms: 248, modelP99Ms: 889 }],
  typicalError: null,
  withoutReuseError: null,
}
const p99 = (before: number, after: number): ComparedMetric => ({
  metric: 'p99',
  unit: 'ms',
  kind: 'ratio',
  effect: { before, after, change: null, low: null, high: null, margin: null, pValue: null },
  answer: null,
})

test('an SLO that no rate met is out of reach', () => {
  const report = { capacity: missed, misfit, beforeAfter: [] }
  expect(isSloOutOfReach(report)).toBe(true)
  expect(isSloOutOfReach({ ...report, misfit: null })).toBe(true)
  expect(isSloOutOfReach({ ...report, capacity: null })).toBe(false)
  expect(isSloOutOfReach({ ...report, capacity: { ...missed, sloCapacity: { rate: 5, nextRate: 9 } } })).toBe(
    false,
  )
})

test('unless the verification was more than twice as fast: then the sweep was disturbed', () => {
  const report = (before: number, after: number) => ({
    capacity: missed,
    misfit,
    beforeAfter: [p99(before, after)],
  })
  expect(isSloOutOfReach(report(53.9, 18.7))).toBe(false)
  expect(wasSweepDisturbed(report(53.9, 18.7))).toBe(true)
  expect(isSloOutOfReach(report(124, 18.7))).toBe(true)
  expect(isSloOutOfReach(report(18.7, 260))).toBe(true)
  expect(wasSweepDisturbed({ ...report(53.9, 18.7), capacity: null })).toBe(false)
})
