import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { pathFromHere } from './path-from-here.ts'

test('a path in the working directory is relative, any other one absolute', () => {
  expect(pathFromHere(resolve('runs/a/report.html'))).toBe('runs/a/report.html')
  expect(pathFromHere('runs/a')).toBe('runs/a')
  expect(pathFromHere('/elsewhere/report.html')).toBe('/elsewhere/report.html')
  expect(pathFromHere('../beside')).toBe(resolve('../beside'))
})
