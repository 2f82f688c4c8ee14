import { describe, expect, it } from 'vitest'
import { epochWith } from './epoch.fixture.ts'
import { dialsOutpaceIdle, idleUnused, manyDials, RulesOfThumb } from './rules-of-thumb.ts'

const settings = { idleTimeoutMs: 10_000, maxIdlePerHost: 100 }

describe('new connections against what the pool can keep', () => {
  it.each([
    [80, false],
    [81, true],
  ])('%i in 10 s, of 100 idle in 10 s at most: %s', (dials, says) => {
    expect(dialsOutpaceIdle(epochWith({ dials, settings })) !== null).toBe(says)
  })

  it('gives its figures', () => {
    expect(dialsOutpaceIdle(epochWith({ dials: 123, settings }))).toEqual({
      name: 'dials-outpace-idle',
      says: '12.3 new connections a second are more than 0.8 × 100 idle connections in 10 s',
    })
  })

  it('says nothing of a pool without an idle cap, and everything of one without reuse', () => {
    expect(dialsOutpaceIdle(epochWith({ dials: 1e6, settings: { maxIdlePerHost: Infinity } }))).toBeNull()
    expect(dialsOutpaceIdle(epochWith({ dials: 1, settings: { maxIdlePerHost: 0 } }))).not.toBeNull()
  })
})

describe('idle connections against the cap', () => {
  it.each([
    [71, 104, true],
    [70, 104, false],
    [71, 105, false],
    [71, 50, true],
  ])('%i idle of 100, and %i requests a second after 100: %s', (idle, rate, says) => {
    expect(idleUnused(epochWith({ idle, requests: 10 * rate, settings }), 100) !== null).toBe(says)
  })

  it('needs an epoch to compare with', () => {
    expect(idleUnused(epochWith({ idle: 100, settings }), null)).toBeNull()
  })
})

describe('many new connections', () => {
  it.each([
    [501, 10_000, true],
    [500, 10_000, false],
    [501, 9999, false],
  ])('%i in 10 s, so many for %i ms: %s', (dials, forMs, says) => {
    expect(manyDials(epochWith({ dials }), forMs) !== null).toBe(says)
  })

  it('are counted over epochs without a break', () => {
    const rules = new RulesOfThumb()
    const unlimited = { maxIdlePerHost: Infinity }
    const said = [60, 60, 10, 60, 60, 60, 60].map((perSecond) => {
      const epoch = epochWith({ elapsedMs: 4000, dials: 4 * perSecond, settings: unlimited })
      return rules.signals(epoch).length
    })
    expect(said).toEqual([0, 0, 0, 0, 0, 1, 1])
  })
})
