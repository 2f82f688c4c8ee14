import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { metricDefinitions } from './metric-definitions.ts'
import { parseCondition } from './parse-condition.ts'
import { parseMetricKey, printMetricKey } from './parse-metric-key.ts'
import { readThresholds } from './read-thresholds.ts'
import { formatFigure } from './describe-result.ts'
import { isMet, isMetWithin, mayYetBeMet } from './is-met.ts'
import { type Aggregate, type Condition, type Threshold, thresholdMetrics } from './threshold.ts'
import { printCondition, thresholdOf } from './threshold.fixture.ts'

const metric = fc.constantFrom(...thresholdMetrics)
const comparison = fc.constantFrom<Threshold['comparison']>('<', '<=', '>', '>=', '==', '!=')

function aggregateOf(name: string): fc.Arbitrary<Aggregate> {
  if (name !== 'p(N)') return fc.constant({ kind: name } as Aggregate)
  return fc
    .double({ min: 0, max: 100, noNaN: true })
    .map((percentile) => ({ kind: 'percentile', percentile: Math.abs(percentile) }))
}

const conditions = metric.chain((of) =>
  fc.record({
    metric: fc.constant(of),
    condition: fc
      .record({
        aggregate: fc.constantFrom(...metricDefinitions[of].aggregates).chain(aggregateOf),
        comparison,
        limit: fc.double({ min: 0, max: of === 'failed' ? 1 : 1e300, noNaN: true }).map(Math.abs),
      })
      .map((condition): Condition => condition),
  }),
)

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        'p(',
        ')',
        'avg',
        'rate',
        '<',
        '=',
        '!',
        '9',
        '.',
        'e',
        ' ',
        'ms',
        '{name:',
        '}',
        'failed',
      ),
    )
    .map((parts) => parts.join('')),
)

it('a condition that is printed is read as the same', () => {
  fc.assert(
    fc.property(conditions, ({ metric: of, condition }) => {
      expect(parseCondition(of, printCondition(condition))).toEqual({ value: condition })
    }),
  )
})

it('a metric and a request that are printed are read as the same, whatever the name', () => {
  const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 80 })
  fc.assert(
    fc.property(fc.constantFrom('responseTime', 'failed'), name, fc.array(name), (of, request, others) => {
      const subject = { metric: of, request } as const
      expect(parseMetricKey(printMetricKey(subject), [...others, request])).toEqual({ value: subject })
    }),
  )
})

it('any text is either read, or told what would have been right', () => {
  fc.assert(
    fc.property(metric, text, text, (of, key, expression) => {
      for (const read of [
        parseCondition(of, expression),
        parseMetricKey(key, null),
        parseMetricKey(key, []),
      ]) {
        expect('expected' in read ? read.expected.length : read.value).toBeTruthy()
      }
    }),
  )
})

it('whatever a scenario says of thresholds is read, or refused', () => {
  const entry = fc.oneof(
    text,
    fc.anything(),
    fc.record({ threshold: text, abortOnFail: fc.anything(), delayAbortEval: fc.anything() }),
  )
  const input = fc.dictionary(fc.oneof(text, metric), fc.oneof(entry, fc.array(entry)))
  fc.assert(
    fc.property(input, (written) => {
      const { thresholds, issues } = readThresholds(written, ['orders'])
      const entries = Object.values(written).flatMap((each) => (Array.isArray(each) ? each : [each]))
      expect(thresholds.length).toBeLessThanOrEqual(entries.length)
      if (issues.length === 0) expect(thresholds).toHaveLength(entries.length)
    }),
  )
})

it('a figure that only grows and does not meet a condition comes to meet it only where that is said', () => {
  const values = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20))
  fc.assert(
    fc.property(values, comparison, ([limit, now, more], compared) => {
      const threshold = thresholdOf('requests', `count${compared}${limit}`)
      fc.pre(!isMet(threshold, now))
      const everMet = Array.from({ length: 60 }, (_none, i) => isMet(threshold, now + i)).includes(true)
      expect(mayYetBeMet(threshold, now)).toBe(everMet)
      if (!everMet) expect(isMet(threshold, now + more)).toBe(false)
    }),
  )
})

it('a condition is met within a range where some figure in it meets it', () => {
  fc.assert(
    fc.property(fc.nat(8), fc.nat(8), fc.nat(8), comparison, (limit, low, length, compared) => {
      const threshold = thresholdOf('requests', `rate${compared}${limit}`)
      const halves = Array.from({ length: 2 * length + 1 }, (_none, i) => low + i / 2)
      expect(isMetWithin(threshold, low, low + length)).toBe(halves.some((value) => isMet(threshold, value)))
    }),
  )
})

it('what is shown of a figure meets the condition just where the figure does', () => {
  const near = fc.tuple(
    fc.double({ min: 1e-3, max: 1e5, noNaN: true }),
    fc.double({ min: -1e-3, max: 1e-3, noNaN: true }),
  )
  fc.assert(
    fc.property(near, comparison, ([limit, share], compared) => {
      const threshold = thresholdOf('responseTime', `avg${compared}${limit}`)
      const value = limit * (1 + share)
      const shown = Number(formatFigure(threshold, value).replace(' ms', ''))
      expect(isMet(threshold, shown)).toBe(isMet(threshold, value))
      expect(Math.abs(shown / value - 1)).toBeLessThan(1e-3)
    }),
  )
})
