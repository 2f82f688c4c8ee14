import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { mergeProfiles } from './merge-profiles.ts'
import { profileTotal, withoutIdle } from './profile-total.ts'
import { canonical, stackProfile } from './stack-profile.arbitrary.ts'
import { topFunctions } from './top-functions.ts'
import { focusedOn, withoutFrames } from './without-frames.ts'

it('spends all that was sampled in some function, and no function more than all', () => {
  fc.assert(
    fc.property(stackProfile, (profile) => {
      const busy = withoutIdle(profile)
      const outside = busy.samples.filter(({ stack }) => stack.length === 0)
      const top = topFunctions(profile)
      const self = top.reduce((sum, each) => sum + each.self, 0)
      expect(self + profileTotal({ samples: outside })).toBe(profileTotal(busy))
      for (const each of top) {
        expect(each.total).toBeGreaterThanOrEqual(each.self)
        expect(each.total).toBeLessThanOrEqual(profileTotal(busy))
      }
    }),
  )
})

it('does not depend on the order of samples', () => {
  fc.assert(
    fc.property(stackProfile, (profile) => {
      const turned = { ...profile, samples: profile.samples.toReversed() }
      expect(topFunctions(turned)).toEqual(topFunctions(profile))
    }),
  )
})

it('doubles in a profile merged with itself, and stays in one merged with nothing', () => {
  fc.assert(
    fc.property(stackProfile, (profile) => {
      const empty = { ...profile, samples: [] }
      expect(canonical(mergeProfiles([profile, empty]))).toEqual(canonical(profile))
      const doubled = {
        ...profile,
        samples: profile.samples.map((each) => ({ ...each, value: 2 * each.value })),
      }
      expect(canonical(mergeProfiles([profile, profile]))).toEqual(canonical(doubled))
    }),
  )
})

it('loses no time when functions are left out, and keeps that of the function that is looked at', () => {
  fc.assert(
    fc.property(stackProfile, (profile) => {
      const [first] = profile.frames
      expect(profileTotal(withoutFrames(profile, (frame) => frame === first))).toBe(profileTotal(profile))
      const focused = focusedOn(profile, (frame) => frame === first)
      const inFirst = profile.samples.filter(({ stack }) => stack.includes(0))
      expect(profileTotal(focused)).toBe(profileTotal({ samples: inFirst }))
      expect(focused.samples.every(({ stack }) => stack.at(-1) === 0)).toBe(true)
    }),
  )
})

it('merges nothing of different units', () => {
  const bytes = { unit: 'bytes', frames: [], samples: [] } as const
  expect(() => mergeProfiles([bytes, { ...bytes, unit: 'count' }])).toThrow(RangeError)
  expect(() => mergeProfiles([])).toThrow(RangeError)
})
