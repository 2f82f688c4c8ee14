import { describe, expect, it } from 'vitest'
import { percentileName, plainNumber, shortDuration, smallShare, tooltipRows } from './chart-words.ts'

describe('words of charts', () => {
  it('have no more digits than they need', () => {
    expect([0, 0.0471, 1.5, 12.34, 1234.5].map(plainNumber)).toEqual(['0', '0.047', '1.5', '12.3', '1235'])
  })

  it('name percentiles, durations and shares', () => {
    expect([50, 99.9, 99.999].map(percentileName)).toEqual(['50 %', '99.9 %', '99.999 %'])
    expect([100, 1500, 90_000, 300_000, 7_200_000].map(shortDuration)).toEqual([
      '100 ms',
      '1.5 s',
      '90 s',
      '5 min',
      '2 h',
    ])
    expect([0, 0.126, 0.00013, 0.000_012].map(smallShare)).toEqual(['0 %', '13 %', '0.013 %', '12 in 10⁶'])
  })

  it('are escaped under the pointer', () => {
    expect(tooltipRows('<b>', [{ name: '"&"', value: '>' }])).toBe(
      '<div class="tip"><div class="tip-title">&lt;b&gt;</div><div class="tip-row"><span>&quot;&amp;&quot;</span><b>&gt;</b></div></div>',
    )
  })
})
