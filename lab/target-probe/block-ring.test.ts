import { expect, test } from 'vitest'
import { BlockRing } from './block-ring.ts'

test('keeps the newest, in order of time', () => {
  const ring = new BlockRing(3)
  expect(ring.since(0)).toEqual([])
  for (let i = 1; i <= 5; i++) ring.add({ startedAtEpochMs: i * 100, durationMs: 20 })
  expect(ring.since(0).map(({ startedAtEpochMs }) => startedAtEpochMs)).toEqual([300, 400, 500])
  expect(ring.since(420).map(({ startedAtEpochMs }) => startedAtEpochMs)).toEqual([500])
  expect(ring.since(419).map(({ startedAtEpochMs }) => startedAtEpochMs)).toEqual([400, 500])
})
