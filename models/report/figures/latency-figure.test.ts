import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from '../../measurement/latency-histogram.ts'
import { verifyBlock as block, verifyPair as pair } from '../verify-pairs.fixture.ts'
import type { VerifyBlock } from '../../artifacts/verify.ts'
import { latencyFigure } from './latency-figure.ts'

function measuredOf(responsesMs: readonly number[]): VerifyBlock {
  const response = new LatencyHistogram()
  for (const ms of responsesMs) response.record(ms)
  const steady = block({ responseMs: 5 })
  return { ...steady, measured: { ...steady.measured, response: response.store() } }
}

const none: VerifyBlock = measuredOf([])

describe('the latency figure', () => {
  it('of no windows, or of windows without an answer, is none', () => {
    expect(latencyFigure([])).toBeNull()
    const unanswered = { ...none, predicted: none.measured }
    expect(latencyFigure([pair(unanswered, unanswered)])).toBeNull()
  })

  it('has a curve for each side, measured and predicted, of all windows together', () => {
    const figure = latencyFigure([
      pair(block({ responseMs: 40 }, { responseMs: 30 }), block({ responseMs: 20 })),
      pair(block({ responseMs: 80 }), block({ responseMs: 20 }, { responseMs: 10 })),
    ])
    const described = figure?.curves.map(({ side, source, requests, points }) => [
      side,
      source,
      requests,
      Math.round(points[0]?.responseMs ?? 0),
      Math.round(points.at(-1)?.responseMs ?? 0),
    ])
    expect(described).toEqual([
      ['before', 'measured', 200, 40, 80],
      ['before', 'predicted', 200, 30, 80],
      ['after', 'measured', 200, 20, 20],
      ['after', 'predicted', 200, 10, 20],
    ])
  })

  it('leaves out a side of which nothing is known', () => {
    const figure = latencyFigure([pair(none, block({ responseMs: 20 }))])
    expect(figure?.curves.map(({ side, source }) => [side, source])).toEqual([
      ['before', 'predicted'],
      ['after', 'measured'],
      ['after', 'predicted'],
    ])
  })

  it('has the ticks of an HDR percentile plot, up to the last but one of the requests', () => {
    const each = measuredOf(Array.from({ length: 40 }, (_, i) => i + 1))
    const points = latencyFigure([pair(each, each)])?.curves[0]?.points ?? []
    expect(points.map(({ percentile }) => percentile)).toEqual([
      0, 10, 20, 30, 40, 50, 55, 60, 65, 70, 75, 77.5, 80, 82.5, 85, 87.5, 88.75, 90, 91.25, 92.5, 93.75,
      94.375, 95, 95.625, 96.25, 96.875, 97.1875, 97.5,
    ])
    const at = (percentile: number) => points.find((point) => point.percentile === percentile)?.responseMs
    expect([0, 10, 50, 77.5, 97.5].map((percentile) => Math.round(at(percentile) ?? 0))).toEqual([
      1, 4, 20, 31, 39,
    ])
  })

  it('of one request is that one', () => {
    const one = measuredOf([7])
    expect(latencyFigure([pair(one, one)])?.curves[0]?.points).toEqual([{ percentile: 0, responseMs: 7 }])
  })
})
