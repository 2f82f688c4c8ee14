import { expect, it } from 'vitest'
import { closedPlan, measurementWith } from './bench-result.fixture.ts'
import { offeredRate } from './offered-rate.ts'

const load = { kind: 'open', rate: 2000, arrivals: 'constant', inFlightMax: 4096 } as const
const open = {
  plan: { ...closedPlan, load },
  measurement: measurementWith(),
  ended: 'whole',
  paceChanges: [],
} as const

it('is the planned rate where all went as planned', () => {
  expect(offeredRate(open)).toBe(2000)
})

it('is what was due in the stretch otherwise: 4010 in 2 s', () => {
  expect(offeredRate({ ...open, ended: 'finished' })).toBe(2005)
  expect(offeredRate({ ...open, ended: 'interrupted' })).toBe(2005)
  expect(offeredRate({ ...open, paceChanges: [{ atMs: 500, factor: 1.1 }] })).toBe(2005)
})

it('is unknown in a closed model', () => {
  expect(offeredRate({ ...open, plan: closedPlan })).toBeNull()
})
