import { describe, expect, test } from 'vitest'
import { edgeName } from './heap-snapshot.ts'
import { pathTo, retainingTree } from './retaining-tree.ts'
import { smallHeap, type SmallNode } from './small-heap.fixture.ts'

const leaf = (id: number): SmallNode => ({ id, name: 'Leaf' })

function namesTo(nodes: readonly SmallNode[], id: number): string[] {
  const snapshot = smallHeap(nodes)
  const path = pathTo(retainingTree(snapshot), snapshot.id.indexOf(id))
  return path.map((edge) => edgeName(snapshot, edge))
}

test('the shortest path is the one with the fewest edges', () => {
  const nodes: SmallNode[] = [
    {
      id: 1,
      type: 'synthetic',
      name: '',
      edges: [
        ['property', 'long', 3],
        ['property', 'short', 5],
      ],
    },
    { id: 3, name: 'A', edges: [['property', 'on', 7]] },
    { id: 5, name: 'B', edges: [['property', 'to', 9]] },
    { id: 7, name: 'C', edges: [['property', 'and on', 9]] },
    leaf(9),
  ]
  expect(namesTo(nodes, 9)).toEqual(['short', 'to'])
  expect(namesTo(nodes, 1)).toEqual([])
})

describe('what keeps nothing is no path', () => {
  test('weak edges and shortcuts', () => {
    const nodes: SmallNode[] = [
      {
        id: 1,
        type: 'synthetic',
        name: '',
        edges: [
          ['weak', 'w', 3],
          ['shortcut', 's', 3],
        ],
      },
      leaf(3),
    ]
    expect(namesTo(nodes, 3)).toEqual([])
  })

  test('the table of a WeakMap, but the key of the value', () => {
    const pair = '2 / part of key (A @5) -> value (Leaf @9) pair in WeakMap (table @7)'
    const nodes: SmallNode[] = [
      {
        id: 1,
        type: 'synthetic',
        name: '',
        edges: [
          ['property', 'cache', 3],
          ['property', 'key', 5],
        ],
      },
      { id: 3, name: 'WeakMap', edges: [['internal', 'table', 7]] },
      { id: 5, name: 'A', edges: [['internal', 'on', 11]] },
      { id: 7, type: 'array', name: '', edges: [['internal', pair, 9]] },
      leaf(9),
      { id: 11, name: 'B', edges: [['internal', pair, 9]] },
    ]
    expect(namesTo(nodes, 9)).toEqual(['key', 'on', pair])
  })
})

describe('what is so for a moment comes last', () => {
  test.each([
    ['(Stack roots)', 'synthetic', '1'],
    ['(Handle scope)', 'synthetic', '1'],
  ])('%s', (name, type, edge) => {
    const nodes: SmallNode[] = [
      {
        id: 1,
        type: 'synthetic',
        name: '',
        edges: [
          ['element', 1, 3],
          ['element', 2, 5],
        ],
      },
      {
        id: 3,
        type,
        name,
        edges: [
          ['internal', 'handle', 9],
          ['internal', 'other', 11],
        ],
      },
      { id: 5, name: 'A', edges: [['property', 'a', 7]] },
      { id: 7, name: 'B', edges: [['property', 'b', 9]] },
      leaf(9),
      leaf(11),
    ]
    expect(namesTo(nodes, 9)).toEqual(['2', 'a', 'b'])
    expect(namesTo(nodes, 11)).toEqual([edge, 'other'])
  })

  test('the microtask that runs, and what the taking of the snapshot maps', () => {
    const nodes: SmallNode[] = [
      {
        id: 1,
        type: 'synthetic',
        name: '',
        edges: [
          ['internal', 'current_microtask', 9],
          ['internal', '91 / IdentityMapBase', 9],
          ['element', 2, 5],
        ],
      },
      { id: 5, name: 'A', edges: [['property', 'a', 9]] },
      leaf(9),
    ]
    expect(namesTo(nodes, 9)).toEqual(['2', 'a'])
  })
})
