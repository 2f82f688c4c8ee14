import { describe, expect, it } from 'vitest'
import { createArrivals } from '../arrivals/create-arrivals.ts'
import type { Window } from '../simulate/draw-windows.ts'
import { drawWindows } from '../simulate/draw-windows.ts'
import { planWindows } from './plan-windows.ts'

const DAY_MS = 86_400_000
const weekLong = createArrivals({ kind: 'constant', rate: 10, durationMs: 7 * DAY_MS }, 1)
const plan = { arrivals: weekLong, strata: 7, lengthMs: 4100, seed: 2, first: 14, total: 28 }

function overlaps(one: Window, other: Window): boolean {
  return one.fromMs < other.toMs && other.fromMs < one.toMs
}

describe('planWindows', () => {
  it('begins with the same windows, whatever comes after them', () => {
    const begun = drawWindows({ arrivals: weekLong, strata: 7, perStratum: 2, lengthMs: 4100, seed: 2 })
    for (const total of [14, 21, 28]) {
      const windows = planWindows({ ...plan, total })
      expect(windows).toHaveLength(total)
      expect(windows.slice(0, 14)).toEqual(begun)
      expect(planWindows({ ...plan, total })).toEqual(windows)
    }
  })

  it('takes as many from each part of the schedule in both stages', () => {
    const windows = planWindows({ ...plan, total: 35 })
    const days = windows.map(({ fromMs, toMs }) => Math.floor((fromMs + toMs) / 2 / DAY_MS))
    for (let day = 0; day < 7; day++) {
      expect(days.slice(0, 14).filter((each) => each === day)).toHaveLength(2)
      expect(days.slice(14).filter((each) => each === day)).toHaveLength(3)
    }
  })

  it('does not send the same part of the schedule again', () => {
    // Two minutes: the first stage covers half of it, and two draws of three meet it somewhere.
    const arrivals = createArrivals({ kind: 'constant', rate: 10, durationMs: 120_000 }, 1)
    for (let seed = 1; seed <= 20; seed++) {
      const windows = planWindows({ ...plan, arrivals, lengthMs: 2100, seed, first: 7, total: 14 })
      const again = windows.slice(7).filter((late) => windows.slice(0, 7).some((one) => overlaps(one, late)))
      expect(again).toEqual([])
    }
  })

  it('sends a schedule shorter than a window as often as windows are asked for', () => {
    const arrivals = createArrivals({ kind: 'constant', rate: 10, durationMs: 700 }, 1)
    const windows = planWindows({ ...plan, arrivals })
    expect(windows).toHaveLength(28)
    expect(new Set(windows.map(({ fromMs, toMs }) => `${fromMs} ${toMs}`))).toEqual(new Set(['0 700']))
  })

  it('refuses windows that cannot be spread evenly', () => {
    for (const wrong of [{ first: 13 }, { total: 27 }, { total: 7 }]) {
      expect(() => planWindows({ ...plan, ...wrong })).toThrow(RangeError)
    }
  })
})
