import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import * as scenarioModule from '../../models/kneepoint.ts'
import * as api from './kneepoint.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const ENTRY = 'lab/api/kneepoint.ts'

let inputs: Metafile['inputs'] = {}
beforeAll(async () => {
  const { metafile } = await build({
    entryPoints: [join(root, ENTRY)],
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    metafile: true,
    write: false,
    outdir: 'unused',
    logLevel: 'silent',
  })
  inputs = metafile.inputs
})

describe('what programs import', () => {
  it('has all that scenarios import, the functions, and the errors that they throw', () => {
    expect(Object.keys(api)).toEqual(expect.arrayContaining(Object.keys(scenarioModule)))
    const more = Object.keys(api).filter((name) => !(name in scenarioModule))
    expect(more.sort()).toEqual([
      'HostNotAllowed',
      'Interrupted',
      'RunInterrupted',
      'ScenarioError',
      'UnusableRun',
      'UsageError',
      'compare',
      'knee',
      'recommend',
      'run',
      'simulate',
    ])
  })

  it('loads nothing but a few small files of its own before a function is called', () => {
    const { files, external } = loadedFrom(ENTRY)
    expect(external).toEqual([])
    expect(files.filter((file) => !/^(lab\/api|models)\//.test(file)).sort()).toEqual([
      'lab/allowed-host.ts',
      'lab/interrupted.ts',
      'lab/scenario-error.ts',
      'lab/unusable-run.ts',
      'lab/usage-error.ts',
    ])
    const bytes = files.reduce((sum, file) => sum + readFileSync(join(root, file)).length, 0)
    expect(bytes).toBeLessThan(100_000)
  })
})

/** Files, and modules of others, that are loaded with a file, without what is imported when it is needed. */
function loadedFrom(entry: string): {
  readonly files: readonly string[]
  readonly external: readonly string[]
} {
  const files = new Set<string>()
  const external = new Set<string>()
  const waiting = [entry]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue
    files.add(file)
    for (const each of inputs[file]?.imports ?? []) {
      if (each.kind === 'dynamic-import') continue
      if (each.external === true) external.add(each.path)
      else waiting.push(each.path)
    }
  }
  return { files: [...files], external: [...external] }
}
