import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { mergeRequestSeries, type RequestSeries, RequestSeriesRecorder } from './request-series.ts'

const request = fc.record({
  name: fc.constantFrom('read', 'order', 'search'),
  status: fc.constantFrom(null, 200, 204, 404, 500),
  // Whole ms, so that sums are exact in any order.
  responseMs: fc.integer({ min: 1, max: 100_000 }),
  sent: fc.boolean(),
})

type Request = typeof request extends fc.Arbitrary<infer Value> ? Value : never

function recorded(requests: readonly Request[]): readonly RequestSeries[] {
  const recorder = new RequestSeriesRecorder()
  for (const { name, status, responseMs, sent } of requests) {
    recorder.record(name, status, responseMs, sent ? responseMs / 2 : NaN)
  }
  return recorder.series()
}

const shapeOf = (series: readonly RequestSeries[]) =>
  series.map(({ name, statusClass, response, service }) => ({
    name,
    statusClass,
    response: response.pack(),
    service: service.pack(),
  }))

it('merged over threads is one recorder that saw everything, thread by thread', () => {
  fc.assert(
    fc.property(fc.array(fc.array(request, { maxLength: 30 }), { maxLength: 4 }), (threads) => {
      expect(shapeOf(mergeRequestSeries(threads.map(recorded)))).toEqual(shapeOf(recorded(threads.flat())))
    }),
  )
})

it('merging leaves what it merges as it was', () => {
  fc.assert(
    fc.property(fc.array(request, { maxLength: 30 }), (requests) => {
      const series = recorded(requests)
      const before = shapeOf(series)
      mergeRequestSeries([series, series])
      expect(shapeOf(series)).toEqual(before)
    }),
  )
})
