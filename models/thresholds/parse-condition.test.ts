import { describe, expect, it } from 'vitest'
import { parseCondition } from './parse-condition.ts'
import type { Condition, ThresholdMetric } from './threshold.ts'

const p99: Condition = {
  aggregate: { kind: 'percentile', percentile: 99 },
  comparison: '<',
  limit: 250,
}

describe('a condition', () => {
  it.each<[string, Condition]>([
    ['p(99)<250', p99],
    ['  p( 99 )  <\t250 ', p99],
    ['p(99)<250ms', p99],
    ['p(99) < 0.25 s', p99],
    [
      'p(99.9) <= 1500',
      { aggregate: { kind: 'percentile', percentile: 99.9 }, comparison: '<=', limit: 1500 },
    ],
    ['p(0)>.5', { aggregate: { kind: 'percentile', percentile: 0 }, comparison: '>', limit: 0.5 }],
    ['avg<200', { aggregate: { kind: 'avg' }, comparison: '<', limit: 200 }],
    ['min>=1', { aggregate: { kind: 'min' }, comparison: '>=', limit: 1 }],
    ['med==3', { aggregate: { kind: 'med' }, comparison: '==', limit: 3 }],
    ['max===3', { aggregate: { kind: 'max' }, comparison: '==', limit: 3 }],
    ['count!=1e3', { aggregate: { kind: 'count' }, comparison: '!=', limit: 1000 }],
  ])('is read from %j', (text, condition) => {
    expect(parseCondition('responseTime', text)).toEqual({ value: condition })
  })

  it('of failures is a share, or a count', () => {
    expect(parseCondition('failed', 'rate<0.01')).toEqual({
      value: { aggregate: { kind: 'rate' }, comparison: '<', limit: 0.01 },
    })
    expect(parseCondition('failed', 'count<3')).toHaveProperty('value')
    expect(parseCondition('requests', 'rate>=200')).toHaveProperty('value')
  })

  const EXAMPLE = 'a condition such as p(99)<250: avg, min, med, max, p(N) or count, then'

  it.each<[ThresholdMetric, string, string]>([
    ['responseTime', 'p99<250', EXAMPLE],
    ['responseTime', '', EXAMPLE],
    ['responseTime', 'p(99)250', EXAMPLE],
    ['responseTime', 'p(99)=250', EXAMPLE],
    ['responseTime', 'p(99)<250 && avg<1', EXAMPLE],
    ['responseTime', 'p(99)<-1', EXAMPLE],
    ['responseTime', 'p(100.5)<1', 'a percentile from p(0) to p(100)'],
    ['responseTime', 'rate<1', 'an aggregate that responseTime has: avg, min, med, max, p(N) or count'],
    ['responseTime', 'count<1s', 'a plain number without a unit'],
    ['responseTime', 'avg<1e999', 'a number that is finite'],
    ['failed', 'rate<1%', 'a condition such as rate<0.01: rate or count, then'],
    ['failed', 'p(99)<1', 'an aggregate that failed has: rate or count'],
    ['failed', 'rate<1.5', 'a share of the requests from 0 to 1, such as rate<0.01'],
    ['dials', 'avg<1', 'an aggregate that dials has: count or rate'],
  ])('of %s is not %j', (metric, text, expected) => {
    const read = parseCondition(metric, text)
    expect('expected' in read ? read.expected : '').toContain(expected)
  })
})
