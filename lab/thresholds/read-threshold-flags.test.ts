import { describe, expect, it } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { readThresholdFlags } from './read-threshold-flags.ts'

const NAMES = ['GET /products/{id}']

function titlesOf(...threshold: readonly string[]) {
  return readThresholdFlags({ threshold }, NAMES).map(({ metric, request, expression }) => [
    metric,
    request,
    expression,
  ])
}

describe('readThresholdFlags', () => {
  it('takes conditions of the response time, unless another metric is named', () => {
    expect(
      titlesOf(
        'p(99)<250',
        'failed: rate<0.01',
        ' poolWait:max < 5ms',
        'http_reqs:rate>100',
        'failed{name:GET /products/{id}}: count<1',
      ),
    ).toEqual([
      ['responseTime', null, 'p(99)<250'],
      ['failed', null, 'rate<0.01'],
      ['poolWait', null, 'max < 5ms'],
      ['requests', null, 'rate>100'],
      ['failed', 'GET /products/{id}', 'count<1'],
    ])
  })

  it('has them all end the run where that is wanted', () => {
    const [first] = readThresholdFlags({ threshold: ['avg<1'] }, NAMES)
    expect(first).toMatchObject({ abortOnFail: false, delayMs: 0 })
    const flags = { threshold: ['avg<1', 'max<9'], abortOnFail: true, abortDelay: '10s' }
    expect(readThresholdFlags(flags, NAMES)).toMatchObject([
      { abortOnFail: true, delayMs: 10_000 },
      { abortOnFail: true, delayMs: 10_000 },
    ])
  })

  it('asks for nothing where nothing is said', () => {
    expect(readThresholdFlags({}, NAMES)).toEqual([])
  })

  it.each<[Parameters<typeof readThresholdFlags>[0], string]>([
    [{ threshold: ['p99<250'] }, "--threshold: found 'p99<250', expected a condition such as p(99)<250"],
    [
      { threshold: ['faild: rate<1'] },
      "--threshold: 'faild: rate<1' names 'faild', expected one of responseTime",
    ],
    [{ threshold: ['größe: avg<1'] }, "'größe: avg<1' names 'größe', expected one of responseTime"],
    [{ threshold: [' http-req :avg<1'] }, "' http-req :avg<1' names 'http-req', expected one of"],
    [{ threshold: [': avg<1'] }, "': avg<1' names '', expected one of responseTime"],
    [{ threshold: ['failed{name:GET /}'] }, "found 'failed{name:GET /}', expected a condition"],
    [{ threshold: [''] }, "found '', expected a condition such as p(99)<250"],
    [{ threshold: ['failed{name:GET /}: rate<1'] }, 'expected a request that is sent: GET /products/{id}'],
    [{ threshold: ['failed: p(99)<1'] }, 'expected an aggregate that failed has: rate or count'],
    [{ abortOnFail: true }, "--abort-on-fail goes with --threshold, such as --threshold 'p(99)<250'"],
    [{ threshold: ['avg<1'], abortDelay: '1s' }, '--abort-delay goes with --abort-on-fail'],
    [{ threshold: ['avg<1'], abortOnFail: true, abortDelay: 'soon' }, '--abort-delay'],
  ])('refuses %j', (flags, said) => {
    const read = () => readThresholdFlags(flags, NAMES)
    expect(read).toThrow(UsageError)
    expect(read).toThrow(said)
  })
})
