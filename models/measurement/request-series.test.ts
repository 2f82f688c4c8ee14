import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from './latency-histogram.ts'
import {
  mergeRequestSeries,
  MOST_REQUEST_NAMES,
  OTHER_NAMES,
  type RequestSeries,
  RequestSeriesRecorder,
} from './request-series.ts'

const keysOf = (series: readonly RequestSeries[]) =>
  series.map(({ name, statusClass }) => `${name} ${statusClass}`)

describe('RequestSeriesRecorder', () => {
  it('keeps names and status classes apart, in the order in which they are first seen', () => {
    const recorder = new RequestSeriesRecorder()
    recorder.record('order', 201, 30, 20)
    recorder.record('read', 200, 3, 2)
    recorder.record('order', 503, 8, 7)
    recorder.record('order', 200, 50, 40)
    const series = recorder.series()
    expect(keysOf(series)).toEqual(['order 2xx', 'read 2xx', 'order 5xx'])
    expect(series.map(({ response, service }) => [response.count, response.sumMs, service.sumMs])).toEqual([
      [2, 80, 60],
      [1, 3, 2],
      [1, 8, 7],
    ])
  })

  it.each([
    [null, 'none'],
    [101, '1xx'],
    [299, '2xx'],
    [304, '3xx'],
    [404, '4xx'],
    [500, '5xx'],
    [599, '5xx'],
    [600, '5xx'],
    [999, '5xx'],
    [99, '5xx'],
  ])('counts status %s as %s', (status, statusClass) => {
    const recorder = new RequestSeriesRecorder()
    recorder.record('read', status, 1, 1)
    expect(recorder.series()[0]?.statusClass).toBe(statusClass)
  })

  it('has no service time of a request that was never sent', () => {
    const recorder = new RequestSeriesRecorder()
    recorder.record('read', null, 100, NaN)
    recorder.record('read', null, 200, 50)
    const [series] = recorder.series()
    expect([series?.response.count, series?.service.count, series?.service.sumMs]).toEqual([2, 1, 50])
  })

  it('counts names beyond a thousand as one', () => {
    const recorder = new RequestSeriesRecorder()
    for (let i = 0; i < MOST_REQUEST_NAMES + 7; i++) recorder.record(`read ${i}`, 200, i, i)
    recorder.record('read 0', 404, 1, 1)
    recorder.record(`read ${MOST_REQUEST_NAMES}`, 404, 1, 1)
    const series = recorder.series()
    expect(keysOf(series.slice(MOST_REQUEST_NAMES))).toEqual([
      `${OTHER_NAMES} 2xx`,
      'read 0 4xx',
      `${OTHER_NAMES} 4xx`,
    ])
    expect(series[MOST_REQUEST_NAMES]?.response.count).toBe(7)
    expect(new Set(series.map(({ name }) => name)).size).toBe(MOST_REQUEST_NAMES + 1)
  })

  it('keeps room for a thousand names beside the one for all others', () => {
    const recorder = new RequestSeriesRecorder()
    recorder.record(OTHER_NAMES, 200, 1, 1)
    for (let i = 0; i < MOST_REQUEST_NAMES; i++) recorder.record(`read ${i}`, 200, i, i)
    expect(recorder.series()).toHaveLength(MOST_REQUEST_NAMES + 1)
    expect(recorder.series()[0]?.response.count).toBe(1)
  })
})

describe('mergeRequestSeries', () => {
  it('holds the bound on names too', () => {
    const podOf = (pod: number) => {
      const recorder = new RequestSeriesRecorder()
      for (let i = 0; i < MOST_REQUEST_NAMES; i++) recorder.record(`${pod} ${i}`, 200, 1, 1)
      return recorder.series()
    }
    const merged = mergeRequestSeries([podOf(0), podOf(1)])
    expect(merged).toHaveLength(MOST_REQUEST_NAMES + 1)
    expect(merged.at(-1)).toMatchObject({ name: OTHER_NAMES, statusClass: '2xx' })
    expect(LatencyHistogram.merge(merged.map(({ response }) => response)).count).toBe(2 * MOST_REQUEST_NAMES)
  })
})
