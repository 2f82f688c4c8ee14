import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test, vi } from 'vitest'
import { bundleModules, whileNothingIsBundled } from './bundle-modules.ts'
import { endBundler } from './end-bundler.ts'

const folder = mkdtempSync(join(tmpdir(), 'kneepoint-bundler-'))
afterAll(() => {
  vi.doUnmock('esbuild')
  rmSync(folder, { recursive: true })
})

const bundleText = async (contents: string): Promise<string | undefined> => {
  const [output] = await bundleModules({ stdin: { contents }, format: 'esm' })
  return output?.text.trim()
}

test('what is being bundled comes to its end when the bundler is ended, and so does what comes next', async () => {
  const before = [1, 2, 3].map((n) => bundleText(`console.log(${n})`))
  const end = endBundler()
  const after = bundleText('console.log(4)')
  await end
  expect((await Promise.all([...before, after])).map((text) => text?.replace(/^\/\/.*\n/gm, ''))).toEqual(
    [1, 2, 3, 4].map((n) => `console.log(${n});`),
  )
})

test('what was to be done while nothing is bundled fails alone', async () => {
  await expect(
    whileNothingIsBundled(async () => {
      throw new RangeError('no')
    }),
  ).rejects.toThrow('no')
  expect(await bundleText('a()')).toContain('a();')
})

test('what is wrong with a module is told as esbuild does', async () => {
  await expect(bundleText('let 3')).rejects.toMatchObject({ errors: [{ location: { line: 1 } }] })
})

test('a bundler that others ended is started once more, and not again for each that was waiting', async () => {
  const calls: string[] = []
  const outputFiles = [{ text: 'whole' }]
  vi.doMock('esbuild', () => ({
    build: async () => {
      calls.push('build')
      if (calls.includes('stop')) return { outputFiles }
      throw new Error('The service was stopped')
    },
    stop: async () => void calls.push('stop'),
  }))
  vi.resetModules()
  const again = await import('./bundle-modules.ts')
  expect(await Promise.all([again.bundleModules({}), again.bundleModules({})])).toEqual([
    outputFiles,
    outputFiles,
  ])
  expect(calls).toEqual(['build', 'build', 'stop', 'build', 'build'])
})

test('without its program, as after an install with --omit=optional, it says what to do', async () => {
  const modules = join(folder, 'node_modules/esbuild')
  mkdirSync(modules, { recursive: true })
  const own = dirname(createRequire(import.meta.url).resolve('esbuild/package.json'))
  for (const part of ['package.json', 'lib'])
    cpSync(join(own, part), join(modules, part), { recursive: true })
  const script = `const { build } = require('esbuild')
Promise.resolve().then(() => build({ stdin: { contents: '' } })).catch(({ message }) => console.log(message))`
  writeFileSync(join(folder, 'bare.cjs'), script)
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'bare.cjs')])
  vi.doMock('esbuild', () => ({
    build: () => {
      throw new Error(stdout)
    },
    stop() {},
  }))
  vi.resetModules()
  const without = await import('./bundle-modules.ts')
  await expect(without.bundleModules({})).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringMatching(
      /^nothing can be compiled, .*without --omit=optional .* The package "@?esbuild.*" could not be found/,
    ),
  })
})
