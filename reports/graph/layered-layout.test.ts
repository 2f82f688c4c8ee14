import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layeredLayout } from './layered-layout.ts'

const edge = (text: string) => ({ from: text.charAt(0), to: text.charAt(1) })
const written = (names: string, edges: string[]) =>
  layeredLayout(Array.from(names), edges.map(edge)).map(
    ({ name, layer, position }) => `${name}${layer}${position}`,
  )

describe('layeredLayout', () => {
  test('puts a chain below one another, whatever the order of names', () => {
    expect(written('dcba', ['cd', 'ab', 'bc'])).toEqual(['a00', 'b10', 'c20', 'd30'])
  })

  test('puts a node below the lowest that calls it', () => {
    expect(written('abc', ['ab', 'bc', 'ac'])).toEqual(['a00', 'b10', 'c20'])
  })

  test('puts siblings below those that call them', () => {
    expect(written('abxy', ['ay', 'bx'])).toEqual(['a00', 'b01', 'y10', 'x11'])
  })

  test('knows a circle, and a node that calls itself', () => {
    expect(written('abc', ['ab', 'bc', 'cb', 'bb'])).toEqual(['a00', 'b10', 'c20'])
    expect(written('ab', ['ab', 'ba'])).toEqual(['a00', 'b10'])
    expect(written('', [])).toEqual([])
  })

  test('gives each node one place, and each place one node', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g')
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name), { maxLength: 20 }), (pairs) => {
        const edges = pairs.map(([from, to]) => ({ from, to }))
        const places = layeredLayout([], edges)
        const names = new Set(pairs.flat())
        expect(places.map((place) => place.name).sort()).toEqual([...names].sort())
        expect(new Set(places.map(({ layer, position }) => `${layer} ${position}`)).size).toBe(names.size)
      }),
    )
  })
})
