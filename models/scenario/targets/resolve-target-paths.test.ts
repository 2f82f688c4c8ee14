import { expect, test } from 'vitest'
import { target } from '../target-schema.ts'
import { filesOfTarget, resolveTargetPaths } from './resolve-target-paths.ts'

const inFolder = (path: string): string => `/scenarios/${path}`

test('a command is started in the folder of its scenario, or in one relative to it', () => {
  const own = target.parse({ command: ['node'] })
  expect(resolveTargetPaths(own, inFolder)).toEqual({ ...own, cwd: '/scenarios/.' })
  expect(resolveTargetPaths({ command: ['node'], cwd: 'app', caFile: 'ca.pem' }, inFolder)).toEqual({
    command: ['node'],
    cwd: '/scenarios/app',
    caFile: '/scenarios/ca.pem',
  })
})

test('a URL has a certificate at most, and what is built in has no paths', () => {
  const own = target.parse({ url: 'https://127.0.0.1', caFile: 'ca.pem' })
  expect(resolveTargetPaths(own, inFolder)).toEqual({ ...own, caFile: '/scenarios/ca.pem' })
  expect(filesOfTarget(own)).toEqual(['ca.pem'])
  const shop = target.parse({ builtin: 'shop' })
  expect(resolveTargetPaths(shop, inFolder)).toBe(shop)
  expect(filesOfTarget(shop)).toEqual([])
})
