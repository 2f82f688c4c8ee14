import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addLatencyGrids,
  countLatency,
  emptyLatencyGrid,
  joinLatencyGrid,
  type LatencyGrid,
  latencyQuantileMs,
  resizedLatencyGrid,
} from './latency-grid.ts'

/** From 1 µs to an hour, spread over all octaves; in ms. */
const durationMs = fc
  .tuple(fc.integer({ min: 0, max: 31 }), fc.double({ min: 1, max: 2, noNaN: true }))
  .map(([octave, share]) => Math.min(2 ** octave * share, 3_600_000_000) / 1000)

const INTERVALS = 5
const latencies = fc.array(fc.tuple(fc.integer({ min: 0, max: INTERVALS - 1 }), durationMs), {
  maxLength: 200,
  size: 'max',
})

function gridOf(entries: ReadonlyArray<readonly [number, number]>, intervals = INTERVALS): LatencyGrid {
  const grid = emptyLatencyGrid(intervals)
  for (const [interval, valueMs] of entries) countLatency(grid, interval, valueMs)
  return grid
}

describe('LatencyGrid', () => {
  it('knows every quantile of every interval to 4.5 %', () => {
    fc.assert(
      fc.property(latencies, fc.integer({ min: 0, max: 1000 }), (entries, perMille) => {
        const grid = gridOf(entries)
        for (let interval = 0; interval < INTERVALS; interval++) {
          const sorted = entries
            .filter(([at]) => at === interval)
            .map(([, valueMs]) => valueMs)
            .toSorted((a, b) => a - b)
          const exact = sorted[Math.max(1, Math.floor((perMille * sorted.length + 999) / 1000)) - 1]
          const seen = latencyQuantileMs(grid, interval, perMille / 1000)
          if (exact === undefined) expect(seen).toBeNaN()
          else expect(Math.abs(seen / exact - 1)).toBeLessThan(0.045)
        }
      }),
    )
  })

  it('quantiles rise, within an interval', () => {
    fc.assert(
      fc.property(latencies, (entries) => {
        const grid = gridOf([...entries, [0, 1]])
        const quantiles = [0, 0.1, 0.5, 0.9, 0.99, 1].map((quantile) => latencyQuantileMs(grid, 0, quantile))
        expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b))
      }),
    )
  })

  it('adding is counting everything in one', () => {
    fc.assert(
      fc.property(fc.array(latencies, { maxLength: 4 }), (parts) => {
        const sum = addLatencyGrids([emptyLatencyGrid(INTERVALS), ...parts.map((part) => gridOf(part))])
        expect(sum).toEqual(gridOf(parts.flat()))
      }),
    )
  })

  it('joining is counting in intervals twice as long', () => {
    fc.assert(
      fc.property(latencies, (entries) => {
        const halves = entries.map(([interval, valueMs]) => [interval >> 1, valueMs] as const)
        expect(joinLatencyGrid(gridOf(entries))).toEqual(gridOf(halves, Math.ceil(INTERVALS / 2)))
      }),
    )
  })

  it('made longer and shorter again is what it was', () => {
    fc.assert(
      fc.property(latencies, fc.nat(5), (entries, more) => {
        const grid = gridOf(entries)
        const longer = resizedLatencyGrid(grid, INTERVALS + more)
        expect(longer).toEqual(gridOf(entries, INTERVALS + more))
        expect(resizedLatencyGrid(longer, INTERVALS)).toEqual(grid)
        expect(longer.counts.buffer).not.toBe(grid.counts.buffer)
      }),
      { numRuns: 30 },
    )
  })
})
