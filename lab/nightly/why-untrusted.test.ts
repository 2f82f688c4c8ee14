import { describe, expect, test } from 'vitest'
import { measuredNight, nightlyBlock } from './measured-window.fixture.ts'
import type { MeasuredWindow } from './measured-window.ts'
import { whyUntrusted } from './why-untrusted.ts'

const late = nightlyBlock({ responseMs: 10 }, 45)
const failing = nightlyBlock({ responseMs: 10, failed: 20 })

/** The first windows with other blocks. */
function withBlocks(
  count: number,
  blocks: Partial<MeasuredWindow>,
  baselineMs: number | null = null,
): MeasuredWindow[] {
  return measuredNight(10, baselineMs).map((window, i) => (i < count ? { ...window, ...blocks } : window))
}

test('nothing is in the way of a night that kept its schedule', () => {
  expect(whyUntrusted(measuredNight(10), true)).toBeNull()
  expect(whyUntrusted(measuredNight(10, 10), false)).toBeNull()
})

describe('load threads that were late', () => {
  test('in both of tonight’s turns are in the way, once more than a quarter of the windows is affected', () => {
    expect(whyUntrusted(withBlocks(1, { tonight: late, tonightAgain: late }), false)).toBeNull()
    expect(whyUntrusted(withBlocks(2, { tonight: late, tonightAgain: late }), false)).toBe(
      'The load threads were late on both sides, up to 45 ms (P99), in 2 and 2 of 7 blocks: close what else runs here, or lower the rate.',
    )
  })

  test('on one side only are what that side does to its client', () => {
    expect(whyUntrusted(withBlocks(7, { tonight: late, tonightAgain: late }, 10), false)).toBeNull()
    expect(whyUntrusted(withBlocks(7, { tonight: late, baseline: late }, 10), false)).toContain(
      'late on both',
    )
  })
})

describe('failures', () => {
  test('keep a night from being pinned', () => {
    expect(whyUntrusted(withBlocks(7, { tonight: failing, tonightAgain: failing }), true)).toBe(
      "Tonight is not pinned, since 20.0 % of its requests failed: see the target's own log.",
    )
  })

  test('of the baseline are in the way; those of tonight are a finding', () => {
    expect(whyUntrusted(withBlocks(7, { baseline: failing }, 10), false)).toContain(
      'The baseline cannot be compared',
    )
    expect(whyUntrusted(withBlocks(7, { tonight: failing, tonightAgain: failing }, 10), false)).toBeNull()
    expect(whyUntrusted(withBlocks(7, { tonight: failing, tonightAgain: failing }), false)).toBeNull()
  })
})
