import { expect, test } from 'vitest'
import { FULL_PLAN, QUICK_PLAN } from '../run-plan.ts'
import { stageNames } from '../stages/stage.ts'
import { liveStages } from './live-stages.ts'

test('stages are done, current or to come; those that nobody wants are left out', () => {
  const all = liveStages({
    current: 'fit',
    wanted: ['fit', 'simulate'],
    isDone: (name) => name === 'probe' || name === 'sweep',
    plan: QUICK_PLAN,
  })
  expect(all.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'probe done',
    'sweep done',
    'fit current',
    'simulate to come',
  ])
})

test.each([
  [QUICK_PLAN, { sweep: 17_200, profile: 2350, verify: 24_500 }],
  [FULL_PLAN, { sweep: 66_500, profile: 10_350, verify: 124_600 }],
])('by the lengths of the plan', (plan, expected) => {
  const stages = liveStages({ current: 'probe', wanted: stageNames, isDone: () => false, plan })
  const known = stages.flatMap(({ name, expectedMs }) => (expectedMs === null ? [] : [[name, expectedMs]]))
  expect(Object.fromEntries(known)).toEqual(expected)
})
