import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { layoutFlames } from './flame-layout.ts'
import { stackProfile } from './stack-profile.arbitrary.ts'

const ROUNDING = 1e-9

it('keeps every box inside one of the row above, and beside its neighbours', () => {
  fc.assert(
    fc.property(stackProfile, fc.constantFrom(0.0001, 0.05, 0.3), (profile, minShare) => {
      const { boxes } = layoutFlames(profile, { minShare })
      for (const [i, box] of boxes.entries()) {
        expect(box.width).toBeGreaterThanOrEqual(minShare)
        const above = boxes.slice(0, i).findLast(({ depth }) => depth === box.depth - 1)
        if (box.depth === 0) continue
        expect(box.from).toBeGreaterThanOrEqual((above?.from ?? Infinity) - ROUNDING)
        expect(box.from + box.width).toBeLessThanOrEqual((above?.from ?? 0) + (above?.width ?? 0) + ROUNDING)
        const before = boxes.slice(0, i).findLast(({ depth }) => depth === box.depth)
        expect(box.from).toBeGreaterThanOrEqual((before?.from ?? 0) + (before?.width ?? 0) - ROUNDING)
      }
    }),
  )
})

it('is the same for samples in another order', () => {
  fc.assert(
    fc.property(stackProfile, (profile) => {
      const turned = { ...profile, samples: profile.samples.toReversed() }
      expect(JSON.stringify(layoutFlames(turned))).toBe(JSON.stringify(layoutFlames(profile)))
    }),
  )
})

it('never has more boxes than it may', () => {
  fc.assert(
    fc.property(stackProfile, fc.integer({ min: 1, max: 10 }), (profile, maxBoxes) => {
      expect(layoutFlames(profile, { minShare: 1e-9, maxBoxes }).boxes.length).toBeLessThanOrEqual(maxBoxes)
    }),
  )
})
