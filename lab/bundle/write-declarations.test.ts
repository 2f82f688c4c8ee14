import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ENTRY_POINTS } from '../entry-points.ts'
import { declarationImports } from './declaration-imports.ts'
import { writeDeclarations } from './write-declarations.ts'

const folder = mkdtempSync(join(tmpdir(), 'kneepoint-'))
const dist = join(folder, 'dist')
let files: readonly string[] = []

beforeAll(async () => {
  await writeDeclarations(join(dist, 'types'))
  files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.d.ts'))
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))

test('every declaration finds the others that it imports, under the names of modules that run', () => {
  const missing = files.flatMap((file) =>
    declarationImports(readFileSync(join(dist, file), 'utf8'))
      .files.filter((specifier) => {
        const declared = join(dist, dirname(file), specifier.replace(/\.js$/, '.d.ts'))
        return !specifier.endsWith('.js') || !existsSync(declared)
      })
      .map((specifier) => `${file}: ${specifier}`),
  )
  expect(missing).toEqual([])
})

test('the types of package.json are there, and no tests', () => {
  const { exports } = JSON.parse(readFileSync(ENTRY_POINTS.manifest, 'utf8')) as {
    readonly exports: Readonly<Record<string, { readonly types?: string }>>
  }
  const types = Object.values(exports).flatMap((each) => each.types ?? [])
  expect(types).toHaveLength(4)
  expect(types.filter((path) => !existsSync(join(folder, path)))).toEqual([])
  expect(files.filter((file) => /\.(test|fixture|oracle|arbitrary)\.d\.ts$/.test(file))).toEqual([])
})
