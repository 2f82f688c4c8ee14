import { expect, it } from 'vitest'
import { bytesOfSimulation } from './simulation-bytes.fixture.ts'

it('gives these very bytes, on every runtime', () => {
  expect(bytesOfSimulation()).toBe(686_251_030)
})
