import { describe, expect, test } from 'vitest'
import { FULL_NIGHT, QUICK_NIGHT } from './nightly-plan.ts'
import { type Turn, turnOrder } from './turn-order.ts'

const turns: readonly Turn[] = ['baseline', 'tonight', 'tonightAgain']

/** How much later one turn comes than another, over so many windows, in blocks. */
function lag(windows: number, later: Turn, earlier: Turn): number {
  let sum = 0
  for (let window = 0; window < windows; window++) {
    const order = turnOrder(window, true)
    sum += order.indexOf(later) - order.indexOf(earlier)
  }
  return sum
}

describe('three turns', () => {
  test('are all taken in every window', () => {
    for (let window = 0; window < 28; window++) {
      expect(turnOrder(window, true).toSorted()).toEqual(turns.toSorted())
    }
  })

  test.each([QUICK_NIGHT, FULL_NIGHT])(
    'cancel a linear drift over the windows of a $name night',
    ({ windows }) => {
      expect(lag(windows, 'tonight', 'baseline')).toBe(0)
      expect(lag(windows, 'tonightAgain', 'baseline')).toBe(0)
      expect(lag(windows, 'tonightAgain', 'tonight')).toBe(0)
    },
  )

  test('begin with each turn, and not always with the same', () => {
    expect(new Set(Array.from({ length: 7 }, (_, window) => turnOrder(window, true)[0])).size).toBe(3)
  })
})

describe('two turns', () => {
  test('follow the Thue–Morse sequence', () => {
    const first = Array.from({ length: 16 }, (_, window) =>
      turnOrder(window, false)[0] === 'tonight' ? 0 : 1,
    )
    expect(first.join('')).toBe('0110100110010110')
  })

  test('are as often first as second in a full night, and but one window apart in a quick one', () => {
    const excess = (windows: number) =>
      Array.from({ length: windows }, (_, window) =>
        turnOrder(window, false)[0] === 'tonight' ? 1 : -1,
      ).reduce((sum, each) => sum + each, 0)
    expect(excess(FULL_NIGHT.windows)).toBe(0)
    expect(Math.abs(excess(QUICK_NIGHT.windows))).toBe(1)
  })
})
