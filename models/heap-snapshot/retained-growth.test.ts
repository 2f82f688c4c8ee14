import { expect, test } from 'vitest'
import { takeCensus, wasThere } from './heap-census.ts'
import { findRetainedGrowth } from './retained-growth.ts'
import { smallHeap, type SmallEdge, type SmallNode } from './small-heap.fixture.ts'

/** A module with a Map `requests` of as many entries, and a string that is made anew each time. */
function heapWith(entries: number, stringId: number, tableId = 9000 + entries): SmallNode[] {
  const ids = Array.from({ length: entries }, (_, i) => 101 + 2 * i)
  return [
    { id: 1, type: 'synthetic', name: '', size: 0, edges: [['element', 1, 3]] },
    { id: 3, type: 'closure', name: 'handle', edges: [['internal', 'context', 5]] },
    {
      id: 5,
      name: 'system / Context',
      edges: [
        ['context', 'requests', 7],
        ['context', 'last', stringId],
      ],
    },
    { id: 7, name: 'Map', edges: [['internal', 'table', tableId]] },
    {
      id: tableId,
      type: 'array',
      name: '',
      size: 16 * entries,
      edges: ids.map((id, i): SmallEdge => ['internal', `${i}`, id]),
    },
    { id: stringId, type: 'concatenated string', name: 'x', size: 32 },
    ...ids.map((id): SmallNode => ({ id, name: 'IncomingMessage', size: 100 })),
  ]
}

const before = takeCensus(smallHeap(heapWith(5, 21)))

test('names what grew, by how much, and the path that keeps it', () => {
  const found = findRetainedGrowth(before, smallHeap(heapWith(45, 23)))
  expect(found.groups[0]).toEqual({
    name: 'IncomingMessage',
    type: 'object',
    countBefore: 5,
    countAfter: 45,
    bytesBefore: 500,
    bytesAfter: 4500,
  })
  expect(found.groups[1]).toMatchObject({ type: 'array', bytesAfter: 16 * 45 })
  expect(found.groups.length).toBe(2)
  // Ten messages, and the one table.
  expect(found.objectsFollowed).toBe(11)
  expect(found.paths[0]).toMatchObject({ kind: 'map', text: 'requests (Map) → [entry] → IncomingMessage' })
  expect(found.paths.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
})

test('takes a Map for the holder too where its table had room', () => {
  const roomy = takeCensus(smallHeap(heapWith(5, 21, 9001)))
  const { paths } = findRetainedGrowth(roomy, smallHeap(heapWith(45, 21, 9001)))
  expect(paths).toEqual([{ kind: 'map', text: 'requests (Map) → [entry] → IncomingMessage', share: 1 }])
})

test('finds nothing where as much is there as before', () => {
  expect(findRetainedGrowth(before, smallHeap(heapWith(5, 23)))).toEqual({
    groups: [],
    paths: [],
    objectsFollowed: 0,
  })
})

test('a census knows who was there', () => {
  expect([1, 3, 21, 101, 109].map((id) => wasThere(before, id))).toEqual([true, true, true, true, true])
  expect([0, 2, 23, 111, 10_000].map((id) => wasThere(before, id))).toEqual([
    false,
    false,
    false,
    false,
    false,
  ])
})

test('strings are one group, however they are put together', () => {
  expect(before.groups.get('string (string)')).toMatchObject({ count: 1, bytes: 32 })
})
