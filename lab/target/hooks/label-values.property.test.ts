import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LabelValues } from './label-values.ts'
import { RequestSeriesStore } from './labelled-metrics-series.ts'

describe('LabelValues', () => {
  it('says few, short and harmless words, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.nat(5),
        fc.array(fc.option(fc.string({ unit: 'binary', maxLength: 100 }), { nil: undefined }), {
          maxLength: 15,
        }),
        (limit, sent) => {
          const values = new LabelValues(limit)
          const said = sent.map((value) => values.admit(value))
          expect(new Set(said).size).toBeLessThanOrEqual(limit + 2)
          expect(said.filter((label) => !/^[A-Za-z0-9._:/@+-]{1,65}$/.test(label))).toEqual([])
          expect(said.filter((label) => label === 'overflow')).toHaveLength(values.overflows)
          const missing = sent.filter((value) => value === undefined || value === '')
          expect(said.filter((label) => label === 'unknown')).toHaveLength(missing.length)
        },
      ),
    )
  })

  it('says of a value always the same once it has let it through', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'unknown', 'overflow')), (sent) => {
        const values = new LabelValues(3)
        const first = new Map<string, string>()
        for (const value of sent) {
          const label = values.admit(value)
          expect(label).toBe(first.get(value) ?? label)
          first.set(value, label)
        }
      }),
    )
  })

  it('stays small under 100,000 tenants, with every combination of two labels', () => {
    const tenants = new LabelValues(100)
    const versions = new LabelValues(100)
    const store = new RequestSeriesStore(2000)
    for (let i = 0; i < 100_000; i++) {
      const labels = [tenants.admit(`tenant-${i % 1000}-${i}`), versions.admit(`v${(i * 7919) % 5000}`)]
      store.record(labels, () => ['overflow', 'overflow'], 0.001)
    }
    expect(tenants).toMatchObject({ distinct: 100, overflows: 99_900 })
    expect(versions.distinct).toBe(100)
    expect(store.size).toBeLessThanOrEqual(2001)
    expect([...store.all()].reduce((sum, { count }) => sum + count, 0)).toBe(100_000)
  })

  it('keeps to values as they come without a limit', () => {
    const values = new LabelValues(null)
    expect(values.admit('a b"')).toBe('a b"')
    expect(values.admit(undefined)).toBe('unknown')
  })

  it('refuses more known values than it may have', () => {
    expect(() => new LabelValues(1, ['a', 'b'])).toThrow('needs a limit as high, not 1')
  })
})
