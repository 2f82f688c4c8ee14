import type { CurvePoint } from './kneedle.ts'

export const CONCAVE_INCREASING = { curve: 'concave', direction: 'increasing' } as const
const CONCAVE_DECREASING = { curve: 'concave', direction: 'decreasing' } as const
export const CONVEX_INCREASING = { curve: 'convex', direction: 'increasing' } as const
export const CONVEX_DECREASING = { curve: 'convex', direction: 'decreasing' } as const

/** Ten values at x = 0…9 for each shape, and where the knee is: of all ten, and of the first seven with x / 10. */
export const SHAPES = [
  { options: CONCAVE_INCREASING, ys: [0, 60, 80, 85, 90, 95, 96, 97, 98, 99], knee: 2, truncated: 0.2 },
  { options: CONCAVE_DECREASING, ys: [99, 98, 97, 96, 95, 90, 85, 80, 60, 0], knee: 7, truncated: 0.4 },
  { options: CONVEX_INCREASING, ys: [1, 2, 3, 4, 5, 10, 15, 20, 40, 100], knee: 7, truncated: 0.4 },
  { options: CONVEX_DECREASING, ys: [100, 40, 20, 15, 10, 5, 4, 3, 2, 1], knee: 2, truncated: 0.2 },
]

/** A falling, convex curve with small rises in it, from the test data of the Python package kneed; its knee is at 26. */
export const BUMPY = [
  7305.0, 6979.0, 6666.6, 6463.2, 6326.5, 6048.8, 6032.8, 5762.0, 5742.8, 5398.2, 5256.8, 5227.0, 5001.7,
  4942.0, 4854.2, 4734.6, 4558.7, 4491.1, 4411.6, 4333.0, 4234.6, 4139.1, 4056.8, 4022.5, 3868.0, 3808.3,
  3745.3, 3692.3, 3645.6, 3618.3, 3574.3, 3504.3, 3452.4, 3401.2, 3382.4, 3340.7, 3301.1, 3247.6, 3190.3,
  3180.0, 3154.2, 3089.5, 3045.6, 2989.0, 2993.6, 2941.3, 2875.6, 2866.3, 2834.1, 2785.1, 2759.7, 2763.2,
  2720.1, 2660.1, 2690.2, 2635.7, 2632.9, 2574.6, 2556.0, 2545.7, 2513.4, 2491.6, 2496.0, 2466.5, 2442.7,
  2420.5, 2381.5, 2388.1, 2340.6, 2335.0, 2318.9, 2319.0, 2308.2, 2262.2, 2235.8, 2259.3, 2221.0, 2202.7,
  2184.3, 2170.1, 2160.0, 2127.7, 2134.7, 2102.0, 2101.4, 2066.4, 2074.3, 2063.7, 2048.1, 2031.9,
]

export const atWholeX = (ys: readonly number[]): CurvePoint[] => ys.map((y, x) => ({ x, y }))

/** `count` points of a function, evenly spaced over [from, to]. */
export function sampleOf(from: number, to: number, count: number, y: (x: number) => number): CurvePoint[] {
  return Array.from({ length: count }, (_, i) => {
    const x = from + ((to - from) * i) / (count - 1)
    return { x, y: y(x) }
  })
}
