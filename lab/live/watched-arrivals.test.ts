import { expect, test } from 'vitest'
import { traceArrivals } from '../../models/arrivals/trace.ts'
import type { LiveUpdate } from './live-update.ts'
import { watchedArrivals } from './watched-arrivals.ts'

test('arrivals are the same, and whoever takes them is seen to', () => {
  const shown: Array<LiveUpdate['work']> = []
  const said: string[] = []
  const own = traceArrivals({ kind: 'trace', dueMs: Float64Array.from([0, 10, 20, 30, 39]) })
  const watched = watchedArrivals(own, {
    show: (now) => void shown.push(typeof now === 'string' ? null : now.work),
    say: (line, weight) => void said.push(`${weight}: ${line}`),
  })
  const takeAll = () => [0, 10, 20, 30].flatMap((fromMs) => [...watched.between(fromMs, fromMs + 10)])
  expect(takeAll()).toEqual([0, 10, 20, 30, 39])
  expect([watched.durationMs, watched.ratePerSecond(0)]).toEqual([own.durationMs, own.ratePerSecond(0)])
  expect(shown.map((work) => work?.requests)).toEqual([0, 1, 2, 3])
  expect(shown.map((work) => Math.round(own.durationMs * (work?.share ?? 0)))).toEqual([0, 10, 20, 30])
  expect(said).toHaveLength(3)
  expect(said.at(-1)).toMatch(/^detail: \d+ % of the schedule: 3 requests$/)
  takeAll()
  expect(shown.slice(4).map((work) => work?.requests)).toEqual([0, 1, 2, 3])
})
