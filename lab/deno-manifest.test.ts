import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const deno = read('deno.json') as {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly exports: Readonly<Record<string, string>>
}
const npm = read('package.json') as {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly exports: Readonly<Record<string, { readonly default: string }>>
}

test('deno.json is of the same package as package.json', () => {
  expect(deno.name).toBe(`@${npm.name}/${npm.name}`)
  expect([deno.version, deno.license]).toEqual([npm.version, npm.license])
})

test('deno.json exports what scenarios import, and the source of what package.json exports as the agent', () => {
  expect(Object.keys(deno.exports)).toEqual(['.', './agent'])
  expect(deno.exports['.']).toBe('./models/kneepoint.ts')
  const built = npm.exports['./agent']?.default
  expect(built).toBe(deno.exports['./agent']?.replace(/^\.\/(.+)\.ts$/, './dist/$1.js'))
  expect(Object.values(deno.exports).filter((path) => !existsSync(urlOf(path)))).toEqual([])
})

function read(path: string): unknown {
  return JSON.parse(readFileSync(urlOf(path), 'utf8'))
}

function urlOf(path: string): URL {
  return new URL(path, new URL('..', import.meta.url))
}
