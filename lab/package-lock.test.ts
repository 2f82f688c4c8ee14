import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface LockedPackage {
  readonly integrity?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly hasInstallScript?: boolean
}

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>
}
const packages = Object.entries(lock.packages).filter(([path]) => path !== '')

test('every package is held by a SHA-512 of what it holds', () => {
  expect(packages.length).toBeGreaterThan(100)
  const without = packages.filter(([, { integrity = '' }]) => !/^sha512-[\w+/]{86}==$/.test(integrity))
  expect(without.map(([path]) => path)).toEqual([])
})

test('no package names the host that it comes from, and none comes from elsewhere than a registry', () => {
  const fromElsewhere = packages.filter(([, { resolved, link }]) => resolved !== undefined || link === true)
  expect(fromElsewhere.map(([path]) => path)).toEqual([])
})

test('only esbuild has a script that runs when it is installed', () => {
  const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript === true)
  expect(scripted.map(([path]) => path)).toEqual(['node_modules/esbuild'])
})
