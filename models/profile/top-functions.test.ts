import { expect, it } from 'vitest'
import type { StackProfile } from './stack-profile.ts'
import { topFunctions } from './top-functions.ts'

const frame = (functionName: string, file = '/a.js', line = 1) => ({ functionName, file, line, column: 1 })

const profile: StackProfile = {
  unit: 'microseconds',
  frames: [frame('f'), frame('g', '/a.js', 5), frame('(idle)', '', 0)],
  samples: [
    { stack: [0, 0, 0, 1], value: 60 },
    { stack: [1], value: 20 },
    { stack: [2], value: 900 },
    { stack: [], value: 20 },
  ],
}

it('counts what calls itself once, and leaves idle time out of the shares', () => {
  expect(topFunctions(profile)).toEqual([
    { ...frame('f'), kind: 'own', self: 60, total: 60, selfShare: 0.6, totalShare: 0.6 },
    { ...frame('g', '/a.js', 5), kind: 'own', self: 20, total: 80, selfShare: 0.2, totalShare: 0.8 },
  ])
  expect(topFunctions(profile, 1)).toHaveLength(1)
})
