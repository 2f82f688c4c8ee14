import { expect, test } from 'vitest'
import { readVersion } from './version.ts'

test('the version is three numbers, perhaps with a suffix', () => {
  expect(readVersion()).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
})
