import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Linked, UnderWay } from './under-way.ts'

class Member implements Linked<Member> {
  before: Member | null = null
  after: Member | null = null
}

test('holds what was added and not removed, in the order in which it was added', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(20), { nil: null })), (steps) => {
      const underWay = new UnderWay<Member>()
      const expected: Member[] = []
      for (const step of steps) {
        if (step === null) {
          const member = new Member()
          underWay.add(member)
          expected.push(member)
        } else if (expected.length > 0) {
          const [removed] = expected.splice(step % expected.length, 1)
          underWay.remove(removed as Member)
        }
        expect(underWay.all()).toEqual(expected)
        expect(underWay.first).toBe(expected[0] ?? null)
        expect(underWay.size).toBe(expected.length)
      }
    }),
  )
})

test('takes a member again that was removed', () => {
  const underWay = new UnderWay<Member>()
  const [first, second] = [new Member(), new Member()]
  underWay.add(first)
  underWay.add(second)
  underWay.remove(first)
  underWay.add(first)
  expect(underWay.all()).toEqual([second, first])
})
