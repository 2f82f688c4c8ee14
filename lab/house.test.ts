import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const folders = ['lab', 'workers', 'models', 'reports', 'scenarios'] as const

type Folder = (typeof folders)[number]

/** Which folders each folder may import from, itself aside. */
const mayImport: Readonly<Record<Folder, readonly Folder[]>> = {
  lab: ['workers', 'models', 'reports'],
  workers: ['models'],
  reports: ['models'],
  models: [],
  scenarios: ['models'],
}

/** The one file, or folder, that may import each package. */
const owners: Readonly<Record<string, string>> = {
  piscina: 'lab/worker-pool.ts',
  esbuild: 'lab/bundle/',
  commander: 'lab/command-line/',
  'log-update': 'lab/progress.ts',
  '@msgpack/msgpack': 'lab/target/hooks/codec/',
  pbf: 'lab/target/hooks/codec/',
  jose: 'lab/target/hooks/verify-token.ts',
  'pprof-format': 'lab/profiles/pprof-file.ts',
  marked: 'lab/docs/render-markdown.ts',
  prettier: 'lab/docs/format-markdown.ts',
  'csv-parse': 'lab/traces/read-csv-rows.ts',
  fastify: 'lab/target/',
  selfsigned: 'lab/target/certificate.ts',
  undici: 'workers/undici/',
  'hdr-histogram-js': 'models/measurement/latency-histogram.ts',
  'ml-matrix': 'models/knee/levenberg-marquardt.ts',
  'pure-rand': 'models/random/random-stream.ts',
  'simple-statistics': 'models/statistics/median.ts',
  zod: 'models/scenario/',
  'cli-table3': 'reports/terminal/report-text.ts',
  echarts: 'reports/charts/',
  '@opentelemetry/api': 'lab/otlp/',
  '@opentelemetry/sdk-metrics': 'lab/otlp/',
  '@opentelemetry/exporter-metrics-otlp-http': 'lab/otlp/',
  diff: 'reports/patches/unified-diff.ts',
  '@lezer/go': 'reports/patches/edit/syntax/go-tree.ts',
  '@lezer/javascript': 'reports/patches/edit/syntax/js-tree.ts',
  '@lezer/java': 'reports/patches/edit/syntax/java-tree.ts',
  '@lezer/python': 'reports/patches/edit/syntax/python-tree.ts',
  '@lezer/rust': 'reports/patches/edit/syntax/rust-tree.ts',
  'lezer-csharp-simple': 'reports/patches/edit/syntax/csharp-tree.ts',
  yaml: 'reports/patches/edit/syntax/yaml-document.ts',
  'jsonc-parser': 'reports/patches/edit/syntax/json-document.ts',
  'toml-eslint-parser': 'reports/patches/edit/syntax/toml-document.ts',
  'dot-properties': 'reports/patches/edit/syntax/properties-document.ts',
}

const sources = folders
  .flatMap((folder) => filesUnder(join(root, folder)))
  .filter((file) => file.endsWith('.ts'))
const forTests = /\.(test|arbitrary|oracle|fixture)\.ts$|^models\/pool\/commands\//
const production = sources.filter((file) => !forTests.test(file))

let inputs: Metafile['inputs'] = {}

beforeAll(async () => {
  const { metafile } = await build({
    entryPoints: sources.map((file) => join(root, file)),
    absWorkingDir: root,
    bundle: true,
    // Quicker by far than each entry with all that it imports.
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    metafile: true,
    write: false,
    outdir: 'unused',
    logLevel: 'silent',
    alias: { kneepoint: join(root, 'models/kneepoint.ts') },
  })
  inputs = metafile.inputs
}, 60_000)

describe('the direction of imports', () => {
  it('sees every source file', () => {
    expect(sources.length).toBeGreaterThan(150)
    expect(sources.filter((file) => inputs[file] === undefined)).toEqual([])
  })

  it('goes from lab to workers to models, and from lab to reports to models', () => {
    const wrong = Object.entries(inputs).flatMap(([from, { imports }]) => {
      const own = folderOf(from)
      return imports
        .map(({ path }) => path)
        .filter((to) => own !== null && folderOf(to) !== null && folderOf(to) !== own)
        .filter((to) => !mayImport[own as Folder].includes(folderOf(to) as Folder))
        .map((to) => `${from} imports ${to}`)
    })
    expect(wrong).toEqual([])
  })

  it('lets models import no part of Node, and read no clock and no chance', () => {
    const pure = production.filter((file) => file.startsWith('models/'))
    const wrong = pure.filter((file) => {
      const code = withoutComments(readFileSync(join(root, file), 'utf8'))
      return /\bDate\.now\(|new Date\(\)|performance\.now\(|Math\.random\(/.test(code)
    })
    expect(wrong).toEqual([])
    expect(pure.filter((file) => importsOf(file).some((path) => path.startsWith('node:')))).toEqual([])
  })

  it('keeps scenarios to what users import', () => {
    for (const file of production.filter((name) => name.startsWith('scenarios/'))) {
      const imports = [...readFileSync(join(root, file), 'utf8').matchAll(/from '([^']+)'/g)].map(
        (match) => match[1],
      )
      expect(imports, file).toEqual(['kneepoint'])
    }
  })
})

describe('packages', () => {
  it('each have one owner', () => {
    const wrong = production.flatMap((file) =>
      packagesOf(file)
        .filter((name) => !file.startsWith(owners[name] ?? '/no owner/'))
        .map((name) => `${file} imports ${name}`),
    )
    expect(wrong).toEqual([])
  })

  it('are undici itself by the path that Bun does not put its own in the place of', () => {
    const replaced = production.filter((file) => importsOf(file).includes('undici'))
    expect(replaced).toEqual([])
    expect(production.filter((file) => importsOf(file).includes('undici/index.js')).length).toBeGreaterThan(3)
  })

  it('in package.json are all imported somewhere', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>
    }
    const imported = new Set(sources.flatMap(packagesOf))
    // Of @lezer/common only types are imported; light-my-request is fastify's, held where it runs on Node 20 as well.
    const withoutImport = ['@lezer/common', 'light-my-request']
    const unused = Object.keys(manifest.dependencies).filter(
      (name) => !imported.has(name) && !withoutImport.includes(name),
    )
    expect(unused).toEqual([])
  })
})

describe('files', () => {
  it('have names that say what is in them', () => {
    const vague = /(^|\/)(utils?|helpers?|common|misc|types|shared)(\.[^/]*)?$/
    expect(sources.filter((file) => vague.test(file))).toEqual([])
  })

  it('have at most 400 lines', () => {
    const long = sources.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 401)
    expect(long).toEqual([])
  })

  it('hold no test that is skipped, focused or still to be written', () => {
    const marks = new RegExp(String.raw`\b(it|test|describe)\.(only|skip|todo|fails)\b`)
    const marked = sources.filter((file) => marks.test(readFileSync(join(root, file), 'utf8')))
    expect(marked).toEqual([])
  })
})

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesUnder(path) : [relative(root, path)]
  })
}

function folderOf(file: string): Folder | null {
  const first = relative(root, resolve(root, file)).split('/')[0]
  return folders.find((folder) => folder === first) ?? null
}

/** What a file imports at run time: paths of files, names of packages and of Node's own modules. */
function importsOf(file: string): readonly string[] {
  return (inputs[file]?.imports ?? []).map(({ path }) => path)
}

/** Names of the packages that a file imports at run time. */
function packagesOf(file: string): string[] {
  const external = (inputs[file]?.imports ?? [])
    .filter((each) => each.external === true)
    .map(({ path }) => path)
  return external
    .filter((path) => !path.startsWith('node:'))
    .map((path) =>
      path
        .split('/')
        .slice(0, path.startsWith('@') ? 2 : 1)
        .join('/'),
    )
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[^]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}
