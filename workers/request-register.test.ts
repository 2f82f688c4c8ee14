import { expect, it } from 'vitest'
import { RequestRegister } from './request-register.ts'

function request() {
  return { claim: -1 }
}

it('gives claims out again when their requests have ended', () => {
  const register = new RequestRegister<{ claim: number }>()
  const [first, second, third] = [request(), request(), request()]
  register.add(first)
  register.add(second)
  expect([first.claim, second.claim]).toEqual([0, 1])
  expect(register.remove(first)).toBe(true)
  register.add(third)
  expect(third.claim).toBe(0)
  expect(register.claiming(0)).toBe(third)
  expect(register.all()).toEqual([third, second])
})

it('removes a request once', () => {
  const register = new RequestRegister<{ claim: number }>()
  const [first, second, third] = [request(), request(), request()]
  register.add(first)
  expect([register.remove(first), register.remove(first)]).toEqual([true, false])
  expect(register.size).toBe(0)
  expect(register.claiming(0)).toBeUndefined()
  register.add(second)
  register.add(third)
  expect([second.claim, third.claim]).toEqual([0, 1])
})
