import { gunzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromPprof } from '../../models/profile/from-pprof.ts'
import type { StackProfile } from '../../models/profile/stack-profile.ts'
import { toPprof } from '../../models/profile/to-pprof.ts'
import { decodePprof, encodePprof } from './pprof-file.ts'

/** Frames as they are in practice: what has no line has no column. */
const frame = fc.oneof(
  fc.record({
    functionName: fc.string({ minLength: 1, unit: 'grapheme' }),
    file: fc.string({ unit: 'grapheme' }),
    line: fc.integer({ min: 1, max: 1_000_000 }),
    column: fc.nat(10_000),
  }),
  fc.record({
    functionName: fc.constantFrom('(garbage collector)', '(anonymous)'),
    file: fc.constant(''),
    line: fc.constant(0),
    column: fc.constant(0),
  }),
)

const profile: fc.Arbitrary<StackProfile> = fc
  .uniqueArray(frame, { minLength: 1, maxLength: 8, selector: (each) => JSON.stringify(Object.values(each)) })
  .chain((frames) =>
    fc.record({
      unit: fc.constantFrom('microseconds', 'bytes', 'count'),
      frames: fc.constant(frames),
      samples: fc.array(
        fc.record({
          stack: fc.array(fc.nat(frames.length - 1), { maxLength: 12 }),
          value: fc.integer({ min: 1, max: 2 ** 40 }),
        }),
        { maxLength: 20 },
      ),
    }),
  )

test('what is encoded decodes to the same, whatever the names are', async () => {
  await fc.assert(
    fc.asyncProperty(profile, async (original) => {
      const decoded = fromPprof(await decodePprof(await encodePprof(toPprof(original, 'spent'))), 'spent')
      expect(decoded).toEqual(original)
    }),
    { numRuns: 60 },
  )
})

test('times are kept to a nanosecond, and a pprof without gzip is read as well', async () => {
  const original: StackProfile = {
    unit: 'microseconds',
    frames: [{ functionName: 'hash', file: '/app/server.js', line: 12, column: 1 }],
    samples: [{ stack: [0], value: 1250.125 }],
  }
  const packed = await encodePprof(toPprof(original, 'cpu'))
  expect([...packed.subarray(0, 2)]).toEqual([0x1f, 0x8b])
  const decoded = await decodePprof(gunzipSync(packed))
  expect(decoded.sampleTypes).toEqual([{ type: 'cpu', unit: 'nanoseconds' }])
  expect(fromPprof(decoded, 'cpu')).toEqual(original)
})

test.each([
  ['nothing', new Uint8Array()],
  ['text', new TextEncoder().encode('404 page not found\n')],
  ['gzip that ends too early', new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0])],
])('says that %s is no pprof', async (_what, bytes) => {
  await expect(decodePprof(bytes)).rejects.toThrow(/pprof/)
})
