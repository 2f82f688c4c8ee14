import { describe, expect, test } from 'vitest'
import { edgeName, edgeType, nodeName, nodeType } from './heap-snapshot.ts'
import { parseHeapSnapshot } from './parse-heap-snapshot.ts'
import { smallHeap, smallHeapText } from './small-heap.fixture.ts'

const nodes = [
  { id: 1, type: 'synthetic', name: '', size: 0, edges: [['element', 1, 3]] },
  {
    id: 3,
    name: 'Map',
    size: 5_000_000_000,
    edges: [
      ['internal', 'table', 5],
      ['weak', 2, 1],
    ],
  },
  { id: 5, type: 'array', name: '], "nodes":[ "strings":[' },
] as const

test('has what is in the file', () => {
  const snapshot = smallHeap(nodes)
  expect([...snapshot.id]).toEqual([1, 3, 5])
  expect([...snapshot.selfSize]).toEqual([0, 5_000_000_000, 16])
  expect([...snapshot.firstEdge]).toEqual([0, 1, 3, 3])
  expect([...snapshot.edgeTo]).toEqual([1, 2, 0])
  expect([0, 1, 2].map((node) => nodeType(snapshot, node))).toEqual(['synthetic', 'object', 'array'])
  expect(nodeName(snapshot, 2)).toBe('], "nodes":[ "strings":[')
  expect([0, 1, 2].map((edge) => edgeType(snapshot, edge))).toEqual(['element', 'internal', 'weak'])
  expect([0, 1].map((edge) => edgeName(snapshot, edge))).toEqual(['1', 'table'])
})

describe('refuses', () => {
  const text = smallHeapText(nodes)

  test.each([
    ['another JSON file', '{"nodes":[]}', 'no heap snapshot'],
    ['an empty text', '', 'no heap snapshot'],
    ['one that ends in its nodes', text.slice(0, text.indexOf('"nodes":[') + 14), 'ends in its nodes'],
    ['one that ends in its edges', text.slice(0, text.indexOf('"edges":[') + 14), 'ends in its edges'],
    ['one that ends before its strings', text.slice(0, text.indexOf('"strings"')), 'no strings'],
    ['fewer nodes than it says', text.replace(/"node_count":3/, '"node_count":4'), 'too few nodes'],
    ['fewer edges than its nodes say', text.replace(/"edge_count":3/, '"edge_count":2'), 'other edges'],
    ['fields without an id', text.replace('"id"', '"number"'), 'no field id'],
  ])('%s', (_, broken, message) => {
    expect(() => parseHeapSnapshot(broken)).toThrow(SyntaxError)
    expect(() => parseHeapSnapshot(broken)).toThrow(message)
  })

  test('one that ends in its strings', () => {
    expect(() => parseHeapSnapshot(text.slice(0, -4))).toThrow(SyntaxError)
  })
})
