import { describe, expect, it } from 'vitest'
import { parseMetricKey, printMetricKey, type Subject } from './parse-metric-key.ts'

const NAMES = ['orders', 'GET /products/{id}', ' spaced ', '"quoted"', 'a:b}c']

describe('what a threshold is about', () => {
  it.each<[string, Subject]>([
    ['responseTime', { metric: 'responseTime', request: null }],
    [' poolWait ', { metric: 'poolWait', request: null }],
    ['http_req_duration', { metric: 'responseTime', request: null }],
    ['http_req_failed', { metric: 'failed', request: null }],
    ['http_reqs', { metric: 'requests', request: null }],
    ['responseTime{name:orders}', { metric: 'responseTime', request: 'orders' }],
    ['http_req_duration{ name: orders }', { metric: 'responseTime', request: 'orders' }],
    ['http_req_failed{name:"orders"}', { metric: 'failed', request: 'orders' }],
    ["failed{name:'orders'}", { metric: 'failed', request: 'orders' }],
    ['requests{name:GET /products/{id}}', { metric: 'requests', request: 'GET /products/{id}' }],
    ['serviceTime{name: spaced }', { metric: 'serviceTime', request: ' spaced ' }],
    ['serviceTime{name:"quoted"}', { metric: 'serviceTime', request: '"quoted"' }],
    ['serviceTime{name:a:b}c}', { metric: 'serviceTime', request: 'a:b}c' }],
  ])('is read from %j', (key, subject) => {
    expect(parseMetricKey(key, NAMES)).toEqual({ value: subject })
  })

  const METRICS =
    "one of responseTime, serviceTime, poolWait, failed, requests, dials, or of k6's http_req_duration, http_req_failed, http_reqs"

  it.each<[string, string]>([
    ['respondTime', `${METRICS}; did you mean responseTime?`],
    ['http_req_waiting', `${METRICS}; did you mean http_req_failed?`],
    ['toString', METRICS],
    ['', METRICS],
    ['responseTime{status:200}', 'the tag name alone, as in responseTime{name:orders}'],
    ['poolWait{name:orders}', 'poolWait without a request: it is known only of all requests together'],
    ['responseTime{name:order}', 'a request that is sent; did you mean orders?'],
    [
      'responseTime{name:checkout}',
      'a request that is sent: orders, GET /products/{id},  spaced , "quoted", a:b}c',
    ],
  ])('is not %j', (key, expected) => {
    expect(parseMetricKey(key, NAMES)).toEqual({ expected })
  })

  it('may be any request where the names are not known yet', () => {
    expect(parseMetricKey('failed{name: x }', null)).toEqual({ value: { metric: 'failed', request: 'x' } })
  })

  it('names no more requests than can be read', () => {
    const many = Array.from({ length: 12 }, (_none, i) => `request-number-${i}`)
    const read = parseMetricKey('failed{name:z}', many)
    expect('expected' in read && read.expected.endsWith('request-number-7 and 4 more')).toBe(true)
  })

  it('is printed as it is written', () => {
    expect(printMetricKey({ metric: 'dials', request: null })).toBe('dials')
    expect(printMetricKey({ metric: 'failed', request: 'GET /' })).toBe('failed{name:GET /}')
  })
})
