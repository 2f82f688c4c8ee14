import { describe, expect, it } from 'vitest'
import {
  type Composition,
  CompositionRecorder,
  emptyComposition,
  meanPartsFrom,
  mergeCompositions,
  type RequestTimes,
} from './composition.ts'
import { storeComposition } from './stored-composition.ts'

/** Due at 100, handed over 1 ms later, sent 9 ms after that, answered within 30 ms. */
const REQUEST: RequestTimes = { dueMs: 100, askedMs: 101, sentMs: 110, firstByteMs: 135, ownDial: null }

function compositionOf(
  ...requests: ReadonlyArray<readonly [times: RequestTimes, endedMs: number]>
): Composition {
  const recorder = new CompositionRecorder()
  for (const [times, endedMs] of requests) recorder.record(times, endedMs)
  return recorder.composition()
}

function answeredAfter(responseMs: number): [RequestTimes, number] {
  return [{ dueMs: 0, askedMs: 0, sentMs: 0, firstByteMs: 0, ownDial: null }, responseMs]
}

function partsOf(times: RequestTimes): unknown {
  return meanPartsFrom(compositionOf([times, 140]), 0)?.partsMs
}

describe('the parts of a request', () => {
  it('on a connection that was there are those between its moments', () => {
    expect(partsOf(REQUEST)).toEqual({ late: 1, poolWait: 9, connect: 0, tls: 0, firstByte: 25, body: 5 })
  })

  it.each([
    ['its own dial, begun at once', [101, 103, 109], { poolWait: 1, connect: 2, tls: 6 }],
    ['a dial begun later, when there was room', [104, 106, 110], { poolWait: 3, connect: 2, tls: 4 }],
    ['a dial begun for another, during TCP', [97, 103, 109], { poolWait: 1, connect: 2, tls: 6 }],
    ['a dial begun for another, during TLS', [90, 98, 108], { poolWait: 2, connect: 0, tls: 7 }],
    ['a connection that was open before it asked', [80, 83, 90], { poolWait: 9, connect: 0, tls: 0 }],
    ['a dial without TLS', [101, 110, 110], { poolWait: 0, connect: 9, tls: 0 }],
  ] as const)('as the first one on %s', (_, [beganMs, connectedMs, openedMs], waited) => {
    const ownDial = { beganMs, connectedMs, openedMs }
    expect(partsOf({ ...REQUEST, ownDial })).toEqual({ late: 1, ...waited, firstByte: 25, body: 5 })
  })
})

describe('mean parts', () => {
  it('of nothing are not known', () => {
    expect(meanPartsFrom(emptyComposition(0), 0.99)).toBeNull()
  })

  it('of the slowest are those of the bucket of the quantile and of all above it', () => {
    // The P99 is that of rank 495, one of 200 ms; 201 ms is in the same bucket, 300 ms is in one of its own.
    const composition = compositionOf(
      ...Array.from({ length: 492 }, () => answeredAfter(10)),
      ...Array.from({ length: 4 }, () => answeredAfter(200)),
      ...Array.from({ length: 2 }, () => answeredAfter(201)),
      ...Array.from({ length: 2 }, () => answeredAfter(300)),
    )
    expect(meanPartsFrom(composition, 0.99)).toMatchObject({
      requests: 8,
      partsMs: { body: (4 * 200 + 2 * 201 + 2 * 300) / 8 },
    })
    expect(meanPartsFrom(composition, 0.998)).toMatchObject({ requests: 2, partsMs: { body: 300 } })
    expect(meanPartsFrom(composition, 0)?.requests).toBe(500)
  })

  it.each([
    [0, 0.0001, 0],
    [3_600_000, 9_999_999, 1],
  ])('%d ms and %d ms go to the same end of the scale', (oneMs, otherMs, last) => {
    const { buckets } = compositionOf(answeredAfter(oneMs), answeredAfter(otherMs), answeredAfter(1))
    expect(buckets).toHaveLength(2)
    // 1 ms is 1000 µs: 9 octaves above 1 µs, and 20 (1000 / 512 − 1) = 19.06 twentieths.
    expect(buckets[1 - last]).toBe(9 * 20 + 19)
  })

  it('are the same of a merged composition', () => {
    const one = compositionOf([REQUEST, 140], [REQUEST, 160])
    const two = compositionOf([{ ...REQUEST, askedMs: 105 }, 140])
    expect(meanPartsFrom(mergeCompositions([one, two]), 0)).toEqual({
      requests: 3,
      partsMs: { late: 7 / 3, poolWait: 23 / 3, connect: 0, tls: 0, firstByte: 25, body: 35 / 3 },
    })
  })
})

it('a stored composition of 400 requests that differ takes less than 6 KB', () => {
  const requests = Array.from({ length: 400 }, (_, i): [RequestTimes, number] => {
    // From 2 ms to 70 ms, evenly over the octaves.
    const responseMs = 2 * 1.00893 ** i + 0.000_123 * i
    const ownDial = { beganMs: 0.101_3, connectedMs: 0.5 + 0.001_7 * i, openedMs: 0.9 + 0.001_9 * i }
    const times = {
      dueMs: 0,
      askedMs: 0.012_7 * (i % 7),
      sentMs: 1.903,
      firstByteMs: responseMs - 0.05,
      ownDial,
    }
    return [times, responseMs]
  })
  const stored = storeComposition(compositionOf(...requests))
  expect(stored.buckets.length).toBeGreaterThan(90)
  expect(JSON.stringify(stored).length).toBeLessThan(6000)
  expect(stored.requests.reduce((sum, count) => sum + count, 0)).toBe(400)
})
