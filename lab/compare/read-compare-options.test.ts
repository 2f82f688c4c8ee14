import { describe, expect, it } from 'vitest'
import { readEquivalenceMargin, readTestedMetrics } from './read-compare-options.ts'

describe('readTestedMetrics', () => {
  it('reads names', () => {
    expect(readTestedMetrics('p99, mean')).toEqual(['p99', 'mean'])
    expect(readTestedMetrics(undefined)).toBeNull()
  })

  it('refuses others, and what is of the target', () => {
    for (const name of ['p999', 'rssPeak', '']) expect(() => readTestedMetrics(name)).toThrow('--metrics')
  })
})

describe('readEquivalenceMargin', () => {
  it('lets what is rare differ by 1 % of the requests, or less', () => {
    expect(readEquivalenceMargin({ within: '5%' })).toEqual({ within: 0.05, rareShare: 0.01 })
    expect(readEquivalenceMargin({ within: '0.2%' })).toEqual({ within: 0.002, rareShare: 0.002 })
    expect(readEquivalenceMargin({ within: '5%', withinRare: '0.1%' })).toEqual({
      within: 0.05,
      rareShare: 0.001,
    })
    expect(readEquivalenceMargin({})).toBeNull()
  })

  it('refuses margins that nothing can be shown to keep', () => {
    expect(() => readEquivalenceMargin({ within: '0%' })).toThrow('--within')
    expect(() => readEquivalenceMargin({ within: 'little' })).toThrow('--within')
    expect(() => readEquivalenceMargin({ withinRare: '1%' })).toThrow('--within-rare')
  })
})
