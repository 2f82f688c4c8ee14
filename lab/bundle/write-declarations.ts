import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ENTRY_POINTS } from '../entry-points.ts'
import { declarationImports, withJavaScriptEndings } from './declaration-imports.ts'
import { readManifest } from './read-manifest.ts'

/** What authors of scenarios import, who may have no types of Node. */
const API = 'lab/api/kneepoint.d.ts'
/** Modules that others import by name: only what their types need is packed. */
const ENTRIES = [
  API,
  'workers/undici/knee-agent.d.ts',
  'lab/target/hooks/hooks.d.ts',
  'lab/target-probe/probe.d.ts',
]

/** Compiles the entries and what they import. */
const PROJECT = 'tsconfig.declarations.json'

/**
 * Compiles the public modules, and writes their declarations and those that these import.
 *
 * @param folder `dist/types`
 * @throws Error with the compiler's own words, or with the name of what users would not have the types of
 */
export async function writeDeclarations(folder: string): Promise<void> {
  const compiled = await mkdtemp(join(tmpdir(), 'kneepoint-types-'))
  try {
    await compile(compiled)
    const found = await reachableFrom(ENTRIES, compiled)
    requirePackages(found)
    requireNothingOfNode(await reachableFrom([API], compiled))
    for (const [path, text] of found) {
      const file = join(folder, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, withJavaScriptEndings(text))
    }
  } finally {
    await rm(compiled, { recursive: true })
  }
}

async function compile(outDir: string): Promise<void> {
  const { resolve } = createRequire(import.meta.url)
  const compiler = join(dirname(resolve('typescript/package.json')), 'bin/tsc')
  const cwd = fileURLToPath(ENTRY_POINTS.packageFolder)
  try {
    await promisify(execFile)(process.execPath, [compiler, '--project', PROJECT, '--outDir', outDir], { cwd })
  } catch (error) {
    const { stdout = '' } = error as { readonly stdout?: string }
    throw new Error(`The types do not compile:\n${stdout}`, { cause: error })
  }
}

/** Declarations and what they import, by their paths below `compiled`. */
async function reachableFrom(
  entries: readonly string[],
  compiled: string,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const waiting = [...entries]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue
    const text = await readFile(join(compiled, path), 'utf8')
    found.set(path, text)
    for (const specifier of declarationImports(text).files) {
      waiting.push(normalize(join(dirname(path), specifier.replace(/\.ts$/, '.d.ts'))))
    }
  }
  return found
}

function requirePackages(declarations: ReadonlyMap<string, string>): void {
  const { dependencies } = readManifest()
  for (const [path, text] of declarations) {
    const missing = declarationImports(text).packages.filter((name) => dependencies[name] === undefined)
    if (missing.length > 0) {
      throw new Error(`${path} needs the types of ${missing.join(', ')}, which users do not have`)
    }
  }
}

function requireNothingOfNode(declarations: ReadonlyMap<string, string>): void {
  for (const [path, text] of declarations) {
    const [builtin] = declarationImports(text).builtins
    if (builtin !== undefined) {
      throw new Error(`${path} needs the types of ${builtin}, which authors of scenarios may not have`)
    }
  }
}
