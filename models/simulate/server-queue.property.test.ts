import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exponential } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import { ServerQueue } from './server-queue.ts'

const requests = fc.array(fc.tuple(fc.nat({ max: 10 }), fc.nat({ max: 40 })), { maxLength: 200, size: 'max' })

describe('ServerQueue', () => {
  it('serves as slots that are looked through one by one for the first to come free', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), requests, (slots, sequence) => {
        const queue = new ServerQueue(slots)
        const freeAtMs = Array.from({ length: slots }, () => 0)
        let arrivalMs = 0
        for (const [gapMs, serviceMs] of sequence) {
          arrivalMs += gapMs
          const slot = freeAtMs.indexOf(Math.min(...freeAtMs))
          const endMs = Math.max(arrivalMs, freeAtMs[slot]!) + serviceMs
          freeAtMs[slot] = endMs
          expect(queue.serve(arrivalMs, serviceMs)).toBe(endMs)
        }
      }),
    )
  })

  it('never queues without a limit', () => {
    const queue = new ServerQueue(Infinity)
    for (let i = 0; i < 100; i++) expect(queue.serve(i, 1000)).toBe(i + 1000)
  })

  // Erlang C and the mean wait in service times, from M/M/c theory: Wq = C S / (c (1 − ρ)).
  it.each([
    [2, 0.8, 0.71111111, 1.77777778],
    [8, 0.8, 0.45764493, 0.28602808],
  ])('with %i slots at load %f waits as an M/M/c queue does', (slots, load, erlangC, meanWait) => {
    const stream = new RandomStream(3, 'mmc')
    const queue = new ServerQueue(slots)
    const batches = 41
    const perBatch = 40_000
    const waits: number[] = []
    const delayed: number[] = []
    let arrivalMs = 0
    for (let batch = 0; batch < batches; batch++) {
      let wait = 0
      let late = 0
      for (let i = 0; i < perBatch; i++) {
        arrivalMs += exponential(stream, 1 / (slots * load))
        const service = exponential(stream, 1)
        const waited = queue.serve(arrivalMs, service) - arrivalMs - service
        wait += waited
        if (waited > 1e-9) late++
      }
      // The first batch is warm-up; a batch is thousands of relaxation times long, so batches are independent.
      if (batch === 0) continue
      waits.push(wait / perBatch)
      delayed.push(late / perBatch)
    }
    for (const [seen, expected] of [
      [waits, meanWait],
      [delayed, erlangC],
    ] as const) {
      const mean = seen.reduce((sum, x) => sum + x, 0) / seen.length
      const variance = seen.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (seen.length - 1)
      const standardError = Math.sqrt(variance / seen.length)
      // Batches of 40 000 leave 1.2 to 1.6 % of the mean wait.
      expect(standardError).toBeLessThan(0.02 * expected)
      expect(Math.abs(mean - expected)).toBeLessThan(4 * standardError)
    }
  })
})
