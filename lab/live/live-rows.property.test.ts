import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainPaint } from '../../reports/terminal/paint.ts'
import { liveLine } from './live-line.ts'
import { liveRows } from './live-rows.ts'
import { LiveState } from './live-state.ts'
import type { LiveUpdate } from './live-update.ts'
import { sampleWith } from './load-sample.fixture.ts'
import { cutText, textWidth } from '../../reports/terminal/text-width.ts'

const count = fc.nat({ max: 10_000_000 })
const time = fc.oneof(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constant(Number.NaN))
const text = fc.string({ unit: 'grapheme', maxLength: 120 })

const update: fc.Arbitrary<LiveUpdate> = fc.record(
  {
    what: text,
    found: text,
    leftMs: fc.option(fc.nat({ max: 1e9 })),
    work: fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), requests: fc.option(count) }),
    load: fc
      .record({
        due: count,
        completed: count,
        failed: count,
        dropped: count,
        dialed: count,
        p50Ms: time,
        p99Ms: time,
      })
      .map(sampleWith),
    stages: fc.array(
      fc.record({
        name: text,
        state: fc.constantFrom('done' as const, 'current' as const, 'to come' as const),
        expectedMs: fc.option(fc.nat({ max: 1e8 })),
      }),
      { maxLength: 6 },
    ),
  },
  { requiredKeys: [] },
)

test('no row is wider than the terminal, and a line of a log is one line without controls', () => {
  fc.assert(
    fc.property(fc.array(update, { maxLength: 6 }), fc.integer({ min: 1, max: 200 }), (updates, columns) => {
      const state = new LiveState()
      for (const [i, each] of updates.entries()) state.take(each, 300 * i)
      const view = state.view(300 * updates.length)
      for (const row of liveRows(view, { columns, paint: plainPaint })) {
        expect(textWidth(row)).toBeLessThanOrEqual(Math.max(columns, 7))
        expect(row).not.toMatch(/\p{Control}/u)
      }
      expect(liveLine(view)).not.toMatch(/\p{Control}/u)
    }),
  )
})

test('a cut text fits, and is the text itself where that fits', () => {
  fc.assert(
    fc.property(text, fc.nat({ max: 130 }), (whole, columns) => {
      const cut = cutText(whole, columns)
      expect(textWidth(cut)).toBeLessThanOrEqual(columns)
      if (textWidth(whole) <= columns) expect(cut).toBe(whole)
    }),
  )
})
