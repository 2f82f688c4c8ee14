import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { hlogPayload } from './hlog-payload.ts'

function hexOf(histogram: LatencyHistogram): string {
  return [...hlogPayload(histogram)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function histogramOf(...recorded: ReadonlyArray<readonly [us: number, times: number]>): LatencyHistogram {
  const histogram = new LatencyHistogram()
  for (const [us, times] of recorded) histogram.record(us / 1000, times)
  return histogram
}

/** Cookie, length of the counts, offset 0, 3 digits, lowest 1, highest 3.6e9, ratio 1.0. */
const header = (bytes: string) =>
  `1c849313${bytes}0000000000000003000000000000000100000000d693a4003ff0000000000000`

describe('hlogPayload', () => {
  // What Histogram.encodeIntoByteBuffer of HdrHistogram 2.1.11 for Java writes of new Histogram(1, 3600000000, 3) with
  // 42 once, 100031 seven times, 3600000000 twice and 0 three times.
  it('is what HdrHistogram for Java writes', () => {
    const histogram = histogramOf([42, 1], [100_031, 7], [3_600_000_000, 2], [0, 3])
    expect(Buffer.from(hlogPayload(histogram)).toString('base64')).toBe(
      'HISTEwAAAAoAAAAAAAAAAwAAAAAAAAABAAAAANaTpAA/8AAAAAAAAAZRAt13DrHyAQQ=',
    )
  })

  it('writes counts as ZigZag LEB128, and runs of zeros as negative numbers', () => {
    expect(hexOf(histogramOf())).toBe(`${header('00000001')}00`)
    expect(hexOf(histogramOf([42, 1]))).toBe(`${header('00000002')}5302`)
    expect(hexOf(histogramOf([1, 64]))).toBe(`${header('00000003')}008001`)
    expect(hexOf(histogramOf([0, 1], [3, 4_294_967_295]))).toBe(`${header('00000007')}0203feffffff1f`)
  })
})
