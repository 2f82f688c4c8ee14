import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Metafile } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EntryPoints, ENTRY_POINTS } from '../entry-points.ts'
import { buildProgram } from './build-program.ts'
import { bundlePageScript } from './bundle-page-script.ts'

const folder = mkdtempSync(join(tmpdir(), 'kneepoint-'))
const dist = join(folder, 'dist')
/** By paths below `dist`. */
const outputs = new Map<string, Metafile['outputs'][string]>()

beforeAll(async () => {
  copyFileSync(ENTRY_POINTS.manifest, join(folder, 'package.json'))
  const root = fileURLToPath(ENTRY_POINTS.packageFolder)
  for (const [path, output] of Object.entries(await buildProgram(dist))) {
    outputs.set(relative(dist, join(root, path)), output)
  }
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))

describe('what was built', () => {
  test('finds its own files', async () => {
    const url = pathToFileURL(join(dist, 'lab/entry-points.js')).href
    const built = (await import(/* @vite-ignore */ url)) as { readonly ENTRY_POINTS: EntryPoints }
    const { pageScript, ...others } = built.ENTRY_POINTS
    expect(fileURLToPath(built.ENTRY_POINTS.packageFolder)).toBe(`${folder}/`)
    expect(pageScript.isBundled).toBe(true)
    const missing = [...Object.values(others), pageScript.file].filter((each) => !existsSync(each))
    expect(missing).toEqual([])
  })

  test('knows where it lies only in files of one depth', () => {
    const asking = [...outputs.keys()].filter((path) =>
      /import\.meta\.url/.test(readFileSync(join(dist, path), 'utf8')),
    )
    expect(asking.length).toBeGreaterThan(0)
    expect(asking.filter((path) => dirname(path) !== 'lab')).toEqual([])
  })

  test('has no packages in it but those of the charts', () => {
    const inputs = [...outputs.values()].flatMap((output) => Object.keys(output.inputs))
    const bundled = inputs.flatMap((path) => /^node_modules\/([^/]+)/.exec(path)?.[1] ?? [])
    expect([...new Set(bundled)].sort()).toEqual(['echarts', 'tslib', 'zrender'])
  })

  test('imports only what users have', () => {
    const { dependencies, peerDependencies } = JSON.parse(
      readFileSync(ENTRY_POINTS.manifest, 'utf8'),
    ) as Readonly<Record<string, Readonly<Record<string, string>>>>
    const had = Object.keys({ ...dependencies, ...peerDependencies })
    const imported = [...outputs.keys()].flatMap((path) => externalsOf(path))
    const packages = imported.filter((path) => !path.startsWith('node:')).map((path) => nameOf(path))
    expect([...new Set(packages)].filter((name) => !had.includes(name))).toEqual([])
  })

  test('starts with commander alone; what commands need is loaded when they are used', () => {
    expect(packagesAtStart('lab/cli.js')).toEqual(['commander'])
  })

  test('compiles scenarios with one file that imports nothing', () => {
    expect(outputs.get('models/kneepoint.js')?.imports).toEqual([])
  })

  test('loads no package for what scenarios and programs import', () => {
    expect(packagesAtStart('lab/api/kneepoint.js')).toEqual([])
  })

  test('loads for the agent, and for the server that answers at once, no more than they use', () => {
    expect(packagesAtStart('workers/undici/knee-agent.js')).toEqual(['hdr-histogram-js', 'undici'])
    expect(packagesAtStart('lab/target/null-process.js')).toEqual([])
  })

  test('has no module with the name that piscina would take for its own', () => {
    expect([...outputs.keys()].filter((path) => path.endsWith('/worker.js'))).toEqual([])
  })

  test('has the script of pages as it is bundled from the sources', async () => {
    const { code } = await bundlePageScript()
    expect(readFileSync(join(dist, 'reports/html/browser/page-script.js'), 'utf8')).toBe(code)
  })
})

/** Packages that are loaded before anything runs. */
function packagesAtStart(entry: string): string[] {
  const seen = new Set<string>()
  const waiting = [entry]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    waiting.push(...staticImportsOf(path))
  }
  const externals = [...seen].flatMap((path) => externalsOf(path, 'import-statement'))
  return [
    ...new Set(externals.filter((path) => !path.startsWith('node:')).map((path) => nameOf(path))),
  ].sort()
}

function staticImportsOf(path: string): string[] {
  const imports = outputs.get(path)?.imports ?? []
  return imports
    .filter((each) => each.external !== true && each.kind === 'import-statement')
    .map((each) => relative(dist, join(fileURLToPath(ENTRY_POINTS.packageFolder), normalize(each.path))))
}

function externalsOf(path: string, kind?: string): string[] {
  return (outputs.get(path)?.imports ?? [])
    .filter((each) => each.external === true && (kind === undefined || each.kind === kind))
    .map((each) => each.path)
}

function nameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
