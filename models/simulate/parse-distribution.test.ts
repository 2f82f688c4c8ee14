import { describe, expect, it } from 'vitest'
import type { DistributionSpec } from './distribution.ts'
import { parseDistribution } from './parse-distribution.ts'

describe('parseDistribution', () => {
  it.each<[string, DistributionSpec]>([
    ['20ms', { kind: 'deterministic', value: 20 }],
    ['1.5s', { kind: 'deterministic', value: 1500 }],
    ['const:20ms', { kind: 'deterministic', value: 20 }],
    ['const:0ms', { kind: 'deterministic', value: 0 }],
    ['exp:20ms', { kind: 'exponential', mean: 20 }],
    ['lognormal:mean=20ms,p99=80ms', { kind: 'lognormal', mean: 20, p99: 80 }],
    ['lognormal:p99=0.08s,mean=20ms', { kind: 'lognormal', mean: 20, p99: 80 }],
    ['lognormal:median=20ms,sigma=0.5', { kind: 'lognormal', median: 20, sigma: 0.5 }],
    ['hyperexp:mean=20ms,cs2=4', { kind: 'hyperexponential', mean: 20, cs2: 4 }],
    ['  lognormal: mean = 20ms, p99 = 80ms ', { kind: 'lognormal', mean: 20, p99: 80 }],
  ])('reads %s', (text, spec) => {
    expect(parseDistribution(text)).toEqual(spec)
  })

  it.each([
    ['', '"" is not a length of time'],
    ['20', '"20" needs a unit'],
    ['-5ms', '"-5ms" is not a length of time'],
    ['exp:20', '"20" needs a unit'],
    ['exp:', '"" is not a length of time'],
    ['gamma:20ms', '"gamma" is not a kind of distribution'],
    ['lognormal:20ms', '"20ms" is not of the form name=value'],
    ['lognormal:mean=20ms', 'p99 is missing'],
    ['lognormal:p99=20ms', 'mean is missing'],
    ['lognormal:sigma=1', 'median is missing'],
    ['lognormal:mean=20ms,sigma=1', '"mean" does not go with median and sigma'],
    ['lognormal:mean=20ms,p95=80ms', '"p95" does not go with mean and p99'],
    ['lognormal:mean=20ms,mean=30ms', 'mean is given twice'],
    ['lognormal:mean=80ms,p99=20ms', 'p99 must be 1 to 14.96 times the mean of 80, got 20'],
    ['lognormal:median=20ms,sigma=wide', 'sigma must be a number, got "wide"'],
    ['hyperexp:mean=20ms,cs2=0.5', 'cs2 must be finite and >= 1, got 0.5'],
  ])('refuses "%s", saying what is wrong and what is accepted', (text, reason) => {
    expect(() => parseDistribution(text)).toThrow(RangeError)
    expect(() => parseDistribution(text)).toThrow(`"${text}" is no distribution: ${reason}. Accepted: `)
    expect(() => parseDistribution(text)).toThrow('lognormal:mean=20ms,p99=80ms')
  })
})
