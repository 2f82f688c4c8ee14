import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measurements } from './measurement.arbitrary.ts'
import {
  type Measurement,
  mergePods,
  mergeStretches,
  packMeasurement,
  readMeasurement,
  storeMeasurement,
  unpackMeasurement,
} from './measurement.ts'

declare function structuredClone<Value>(value: Value, options: { readonly transfer: ArrayBuffer[] }): Value

/** As another thread gets it. */
function posted(measurement: Measurement): Measurement {
  const { packed, transfer } = packMeasurement(measurement)
  return unpackMeasurement(structuredClone(packed, { transfer }))
}

const throughJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value

/** All there is in a measurement, comparable. */
const contentOf = (measurement: Measurement) => packMeasurement(measurement).packed

describe('a measurement', () => {
  it('arrives in another thread as it was, and stays as it is in the one it comes from', () => {
    fc.assert(
      fc.property(measurements, (measurement) => {
        const before = contentOf(measurement)
        const received = posted(measurement)
        expect(contentOf(received)).toEqual(before)
        expect(storeMeasurement(received)).toEqual(storeMeasurement(measurement))
        expect(contentOf(measurement)).toEqual(before)
      }),
      { numRuns: 30 },
    )
  })

  it('transfers every buffer that it packs', () => {
    fc.assert(
      fc.property(measurements, (measurement) => {
        const { packed, transfer } = packMeasurement(measurement)
        structuredClone(transfer, { transfer })
        expect(packed.response.buckets.byteLength + packed.dial.counts.byteLength).toBe(0)
        for (const each of packed.byRequest ?? []) expect(each.service.counts.byteLength).toBe(0)
        expect(packed.phases?.tls.counts.byteLength ?? 0).toBe(0)
        expect(packed.composition?.sumsMs.byteLength ?? 0).toBe(0)
        expect(packed.composition?.requests.byteLength ?? 0).toBe(0)
        expect(packed.series?.latencyCounts?.counts.byteLength ?? 0).toBe(0)
      }),
    )
  })

  it('comes back from its stored form, through JSON, as it was', () => {
    fc.assert(
      fc.property(measurements, (measurement) => {
        const stored = storeMeasurement(measurement)
        const read = readMeasurement(throughJson(stored))
        expect(storeMeasurement(read)).toEqual(stored)
        const { series, ...rest } = contentOf(measurement)
        expect(contentOf(read)).toEqual({ ...rest, series: series && { ...series, latencyCounts: null } })
      }),
      { numRuns: 30 },
    )
  })

  it('of pods is the same, in whatever groups they are merged, and after any journey', () => {
    fc.assert(
      fc.property(measurements, measurements, measurements, (one, two, three) => {
        const atOnce = mergePods([one, two, three])
        const { series: _, ...expected } = contentOf(atOnce)
        expect(contentOf(mergePods([mergePods([one, two]), three]))).toMatchObject(expected)
        expect(contentOf(mergePods([one, two, three].map(posted)))).toEqual(contentOf(atOnce))
      }),
      { numRuns: 30 },
    )
  })

  it('of several has only what all of them know', () => {
    fc.assert(
      fc.property(fc.array(measurements, { minLength: 1, maxLength: 3 }), (parts) => {
        const pods = mergePods(parts)
        const stretches = mergeStretches(parts)
        for (const name of ['warmup', 'phases', 'byRequest', 'composition'] as const) {
          const unknown = parts.some((part) => part[name] === null)
          expect([name, pods[name] === null, stretches[name] === null]).toEqual([name, unknown, unknown])
        }
        expect(pods.series === null).toBe(parts.some((part) => part.series === null))
        expect(stretches.series).toBeNull()
      }),
      { numRuns: 50 },
    )
  })
})
