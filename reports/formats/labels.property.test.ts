import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundedLabels, LABEL_LIMIT, type LabelledRow, OTHER_VALUES, UNKNOWN_VALUE } from './labels.ts'

const value = fc.oneof(
  fc.constantFrom(null, undefined, '', OTHER_VALUES, UNKNOWN_VALUE, '__proto__', 'a', 'b', 'c', 'd', 'e'),
  fc.string({ maxLength: 2 }),
)

const row: fc.Arbitrary<LabelledRow> = fc.record({
  labels: fc.oneof(fc.record({ error: value }), fc.record({ error: value, name: value })),
  count: fc.integer({ min: 0, max: 5 }),
})

const rows = fc.array(row, { maxLength: 30 })
const limit = fc.integer({ min: 0, max: 4 })

const isReserved = (each: string | undefined) => each === OTHER_VALUES || each === UNKNOWN_VALUE

describe('boundedLabels', () => {
  it('loses no row and counts none twice', () => {
    fc.assert(
      fc.property(rows, limit, (given, most) => {
        const grouped = boundedLabels(given, most).flatMap((group) => group.rows)
        expect(grouped).toHaveLength(given.length)
        expect(new Set(grouped)).toEqual(new Set(given))
      }),
    )
  })

  it('has a value for every label, no more of them than the limit, and no group twice', () => {
    fc.assert(
      fc.property(rows, limit, (given, most) => {
        const groups = boundedLabels(given, most)
        const names = [...new Set(given.flatMap(({ labels }) => Object.keys(labels)))].sort()
        for (const { labels } of groups) {
          expect(Object.keys(labels)).toEqual(names)
          expect(Object.values(labels).every((each) => each.length > 0)).toBe(true)
        }
        for (const name of names) {
          const kept = new Set(groups.map(({ labels }) => labels[name]).filter((each) => !isReserved(each)))
          expect(kept.size).toBeLessThanOrEqual(most)
        }
        expect(new Set(groups.map(({ labels }) => JSON.stringify(labels))).size).toBe(groups.length)
      }),
    )
  })

  it('puts a row under its own value or (other), and under unknown just where it has none', () => {
    fc.assert(
      fc.property(rows, limit, (given, most) => {
        for (const { labels, rows: members } of boundedLabels(given, most)) {
          for (const member of members) {
            for (const [name, shown] of Object.entries(labels)) {
              const own = member.labels[name] || UNKNOWN_VALUE
              if (own === UNKNOWN_VALUE) expect(shown).toBe(UNKNOWN_VALUE)
              else expect([own, OTHER_VALUES]).toContain(shown)
            }
          }
        }
      }),
    )
  })

  it('keeps the largest: none under (other) counts more than one that is kept', () => {
    fc.assert(
      fc.property(rows, limit, (given, most) => {
        const countOf = (own: string) =>
          given.reduce((sum, { labels, count }) => sum + (labels['error'] === own ? count : 0), 0)
        const groups = boundedLabels(given, most)
        const kept = groups.map(({ labels }) => labels['error'] ?? '').filter((each) => !isReserved(each))
        const others = groups
          .filter(({ labels }) => labels['error'] === OTHER_VALUES)
          .flatMap((group) => group.rows.map(({ labels }) => labels['error'] ?? ''))
          .filter((each) => !isReserved(each))
        if (others.length > 0) expect(new Set(kept).size).toBe(most)
        for (const other of others)
          for (const each of kept) expect(countOf(other)).toBeLessThanOrEqual(countOf(each))
      }),
    )
  })

  it('does not depend on the order of the rows', () => {
    const shuffled = rows.chain((given) =>
      fc.tuple(
        fc.constant(given),
        fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length }),
      ),
    )
    const counts = (given: readonly LabelledRow[], most: number) =>
      boundedLabels(given, most)
        .map(({ labels, rows: members }) => `${JSON.stringify(labels)} ${members.length}`)
        .sort()
    fc.assert(
      fc.property(shuffled, limit, ([given, other], most) => {
        expect(counts(other, most)).toEqual(counts(given, most))
      }),
    )
  })
})

it('keeps a hundred values unless told', () => {
  const given = Array.from({ length: LABEL_LIMIT + 7 }, (_, i) => ({ labels: { name: `n${i}` }, count: i }))
  const groups = boundedLabels(given)
  expect(LABEL_LIMIT).toBe(100)
  expect(groups).toHaveLength(101)
  expect(groups[0]).toEqual({ labels: { name: OTHER_VALUES }, rows: given.slice(0, 7) })
})
