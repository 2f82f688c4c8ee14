import { expect, it } from 'vitest'
import type { LoadOrder } from '../../workers/messages.ts'
import { PaceControls } from './pace-controls.ts'

const START_MS = 1_000_000

/** Controls of a bench, at a time that the test sets. */
function started() {
  const time = { ms: 0 }
  const orders: LoadOrder[] = []
  const controls = new PaceControls(() => START_MS + time.ms)
  controls.begin({ order: (order) => orders.push(order) }, START_MS)
  return { time, orders, controls }
}

it('counts the time since the start, and no pause', () => {
  const { time, controls } = started()
  time.ms = -20
  expect(controls.elapsedMs).toBe(0)
  time.ms = 950
  controls.setPace(0)
  expect(controls.elapsedMs).toBe(950)
  time.ms = 6000
  expect(controls.elapsedMs).toBe(1000)
  time.ms = 8950
  controls.setPace(1)
  expect(controls.elapsedMs).toBe(1000)
  time.ms = 9500
  expect(controls.elapsedMs).toBe(1500)
  controls.setPace(0)
  time.ms = 20_000
  expect(controls.elapsedMs).toBe(1550)
})

it('is at 0 before the start is known', () => {
  expect(new PaceControls(() => START_MS).elapsedMs).toBe(0)
})

it('knows a pause from another pace', () => {
  const { controls } = started()
  controls.setPace(0)
  controls.setPace(1)
  expect(controls.paceChanged).toBe(false)
  controls.setPace(1.1)
  controls.setPace(1)
  expect(controls.paceChanged).toBe(true)
})

it('tells all threads of a change before it takes effect, and of the end', () => {
  const { time, orders, controls } = started()
  time.ms = 300
  controls.setPace(1.2)
  controls.finish()
  expect(orders).toEqual([{ kind: 'pace', atMs: 350, factor: 1.2 }, { kind: 'finish' }])
  expect([controls.factor, controls.finished]).toEqual([1.2, true])
})
