import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { fromCpuProfile } from './from-cpu-profile.ts'
import { profileTotal } from './profile-total.ts'
import { asCpuProfile, canonical, stackProfile } from './stack-profile.arbitrary.ts'

it('gives back what a CPU profile was made of', () => {
  fc.assert(
    fc.property(stackProfile, (profile) => {
      expect(canonical(fromCpuProfile(asCpuProfile(profile)))).toEqual(canonical(profile))
    }),
  )
})

it('spends all the time from the first sample to the end, whatever order samples were written in', () => {
  const deltas = fc.array(fc.integer({ min: -500, max: 3000 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(stackProfile, deltas, (stacks, timeDeltas) => {
      const { nodes } = asCpuProfile(stacks)
      const samples = timeDeltas.map((_, i) => nodes[i % nodes.length]?.id ?? 1)
      let at = 0
      const times = timeDeltas.map((delta) => (at += delta))
      const endTime = Math.max(...times) + 100
      const profile = fromCpuProfile({ nodes, startTime: 0, endTime, samples, timeDeltas })
      expect(profileTotal(profile)).toBe(endTime - Math.min(...times))
      expect(profile.samples.every(({ value }) => value > 0)).toBe(true)
    }),
  )
})
