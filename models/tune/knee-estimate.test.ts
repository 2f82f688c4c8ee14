import { describe, expect, it } from 'vitest'
import { epochWith } from './epoch.fixture.ts'
import { beyondKnee, KneeEstimate, type KneeReading } from './knee-estimate.ts'

/** So many under way on average, in an epoch of 10 s with 1000 requests: a mean response takes 10 ms for each. */
function read(knee: KneeEstimate, meanBusy: number): KneeReading {
  const epoch = epochWith({
    requests: 1000,
    meanBusy,
    peakUnderWay: 2 * meanBusy,
    meanResponseMs: 10 * meanBusy,
  })
  return knee.endEpoch(epoch) as KneeReading
}

describe('gradient2', () => {
  it('leaves the limit as it is while fewer than half of it are under way', () => {
    expect(read(new KneeEstimate(), 4)).toMatchObject({ limit: 20, gradient: 1, usualMs: 40, unloadedMs: 40 })
  })

  it('lets it grow by a fifth of the four that may queue, when more are', () => {
    const knee = new KneeEstimate()
    const limits = [10, 10, 10].map((busy) => read(knee, busy).limit)
    expect(limits).toEqual([20.8, 21.6, 22.4].map((limit) => expect.closeTo(limit, 12)))
  })

  it('lowers it when responses take more than one and a half times as long as usual', () => {
    const knee = new KneeEstimate()
    for (let epoch = 0; epoch < 10; epoch++) read(knee, 10)
    const before = read(knee, 10)
    const { limit, gradient, usualMs } = read(knee, 40)
    expect(usualMs).toBeCloseTo(100 + (2 / 61) * 300, 10)
    expect(gradient).toBe(0.5)
    expect(limit).toBeCloseTo(0.8 * before.limit + 0.2 * (before.limit / 2 + 4), 10)
  })

  it('takes the usual time down faster when it is twice the present one', () => {
    const knee = new KneeEstimate()
    read(knee, 50)
    expect(read(knee, 10).usualMs).toBe(300 * 0.95)
  })
})

describe('beyond gradient2', () => {
  it('the queue is that of Vegas, and the need that of Little', () => {
    const knee = new KneeEstimate()
    read(knee, 10)
    const { queued, needed, unloadedMs } = read(knee, 40)
    expect(unloadedMs).toBeCloseTo(100.01, 10)
    expect(queued).toBeCloseTo(40 * (1 - 100.01 / 400), 10)
    expect(needed).toBeCloseTo(10.001, 10)
  })

  it('says nothing of few requests', () => {
    expect(new KneeEstimate().endEpoch(epochWith({ requests: 19, meanResponseMs: 10 }))).toBeNull()
    expect(new KneeEstimate().endEpoch(epochWith({}))).toBeNull()
  })
})

describe('the signal', () => {
  it('comes with longer response times alone', () => {
    const knee = new KneeEstimate()
    for (let epoch = 0; epoch < 10; epoch++) expect(beyondKnee(read(knee, 10))).toBeNull()
    expect(beyondKnee(read(knee, 40))).toEqual({
      name: 'beyond-knee',
      says: expect.stringMatching(
        /^a response takes 400.0 ms, 3.6 times as long as usual: about 30 requests wait at the server, and beyond some \d+ /,
      ),
    })
  })
})
