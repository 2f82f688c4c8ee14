import { expect, it } from 'vitest'
import { RequestRegister } from './request-register.ts'

const create = (number: number, claim: number) => ({ number, claim })

it('numbers requests for ever, and gives their claims out again when they have ended', () => {
  const register = new RequestRegister()
  const [first, second] = [register.add(create), register.add(create)]
  expect(register.remove(first)).toBe(true)
  const third = register.add(create)
  expect([first, second, third]).toEqual([
    { number: 0, claim: 0 },
    { number: 1, claim: 1 },
    { number: 2, claim: 0 },
  ])
  expect(register.numbered(0)).toBeUndefined()
  expect(register.claiming(0)).toBe(third)
  expect(register.all()).toEqual([second, third])
})

it('removes a request once', () => {
  const register = new RequestRegister()
  const request = register.add(create)
  expect([register.remove(request), register.remove(request)]).toEqual([true, false])
  expect(register.size).toBe(0)
  expect([register.add(create).claim, register.add(create).claim]).toEqual([0, 1])
})
