import { expect, test } from 'vitest'
import { replayTrace, traceUntil } from './replay-trace.ts'

const trace = replayTrace(7, 24_000)

test('is the same for the same seed, and another for another', () => {
  expect(replayTrace(7, 24_000)).toEqual(trace)
  expect(replayTrace(8, 24_000)).not.toEqual(trace)
})

test('asks for 50 to 150 requests a second of 2 to 40 ms, in order, within its time', () => {
  const { dueMs, serviceMs } = trace
  expect(dueMs.length / 24).toBeGreaterThan(50)
  expect(dueMs.length / 24).toBeLessThan(150)
  expect([...dueMs].every((due, i) => due >= (dueMs[i - 1] ?? 0) && due < 24_000)).toBe(true)
  expect(serviceMs).toHaveLength(dueMs.length)
  expect([Math.min(...serviceMs), Math.max(...serviceMs)]).toEqual([2, 40])
})

test('pauses long enough for idle timeouts of 0.2 s and of 1 s to end', () => {
  const gaps = [...trace.dueMs].map((due, i) => due - (trace.dueMs[i - 1] ?? 0))
  expect(gaps.filter((gap) => gap > 200).length).toBeGreaterThan(5)
  expect(gaps.filter((gap) => gap > 1000).length).toBeGreaterThan(2)
})

test('is cut where it is told to', () => {
  const part = traceUntil(trace, 5000)
  expect(part.dueMs.length).toBe(trace.dueMs.filter((due) => due < 5000).length)
  expect(part.serviceMs.length).toBe(part.dueMs.length)
  expect(traceUntil(trace, Infinity)).toEqual(trace)
})
