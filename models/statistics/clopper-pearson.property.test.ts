import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { clopperPearson } from './clopper-pearson.ts'

const counts = fc
  .integer({ min: 1, max: 500 })
  .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)))

it('holds the share that was seen, within [0, 1]', () => {
  fc.assert(
    fc.property(counts, ([successes, trials]) => {
      const { low, high } = clopperPearson(successes, trials)
      const share = successes / trials
      return 0 <= low && low <= share && share <= high && high <= 1 && low < high
    }),
  )
})

it('is the mirror image for failures', () => {
  fc.assert(
    fc.property(counts, ([successes, trials]) => {
      const interval = clopperPearson(successes, trials)
      const mirrored = clopperPearson(trials - successes, trials)
      expect(mirrored.low).toBeCloseTo(1 - interval.high, 12)
      expect(mirrored.high).toBeCloseTo(1 - interval.low, 12)
    }),
  )
})

it('is wider at a higher level', () => {
  fc.assert(
    fc.property(counts, ([successes, trials]) => {
      const narrow = clopperPearson(successes, trials, 0.9)
      const wide = clopperPearson(successes, trials, 0.99)
      return wide.low <= narrow.low && wide.high >= narrow.high
    }),
  )
})
