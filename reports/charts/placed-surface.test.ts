import { expect, it } from 'vitest'
import { placeSurface } from './placed-surface.ts'

const surface = {
  idleTimeoutsMs: [1000, 5000, 60_000],
  maxIdles: [1, 2, 8],
  dialShare: [
    [0.5, 0.4, 0.3],
    [0.4, 0.3, 0.2],
    [0.3, 0.2, 0.1],
  ],
  p99Ms: [
    [9, 8, 7],
    [8, 7, 6],
    [7, 6, 5],
  ],
  pareto: [],
  exact: true,
} as const

it('finds the cell of a point, and the last one for no limit', () => {
  const placed = placeSurface({
    ...surface,
    today: { idleTimeoutMs: 5000, maxIdle: 2 },
    recommended: { idleTimeoutMs: Infinity, maxIdle: Infinity },
  })
  expect(placed.today).toEqual({ timeout: 1, maxIdle: 1, exact: true })
  expect(placed.recommended).toEqual({ timeout: 2, maxIdle: 2, exact: false })
  expect(JSON.stringify(placed)).not.toContain('null')
})

it('takes the next lower cell between two, and the first below all', () => {
  const today = { idleTimeoutMs: 59_000, maxIdle: 5 }
  const recommended = { idleTimeoutMs: 10, maxIdle: 0 }
  const placed = placeSurface({ ...surface, today, recommended })
  expect(placed.today).toEqual({ timeout: 1, maxIdle: 1, exact: false })
  expect(placed.recommended).toEqual({ timeout: 0, maxIdle: 0, exact: false })
})
