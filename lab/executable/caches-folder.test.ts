import { expect, test } from 'vitest'
import { cachesFolder } from './caches-folder.ts'

const home = '/home/ada'

test.each([
  ['linux', {}, '/home/ada/.cache/kneepoint'],
  ['darwin', {}, '/home/ada/Library/Caches/kneepoint'],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/kneepoint'],
  ['win32', {}, '/home/ada/AppData/Local/kneepoint'],
  ['linux', { XDG_CACHE_HOME: '/caches' }, '/caches/kneepoint'],
  ['darwin', { XDG_CACHE_HOME: '/caches' }, '/caches/kneepoint'],
  ['linux', { XDG_CACHE_HOME: '' }, '/home/ada/.cache/kneepoint'],
] as const)('on %s with %o: %s', (platform, environment, folder) => {
  expect(cachesFolder({ platform, home, environment })).toBe(folder)
})
