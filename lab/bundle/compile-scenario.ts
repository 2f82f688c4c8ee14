import { readFileSync } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BuildFailure, Message, OutputFile, Plugin, StdinOptions } from 'esbuild'
import { displayPath } from '../display-path.ts'
import { ENTRY_POINTS } from '../entry-points.ts'
import { ScenarioError } from '../scenario-error.ts'
import { makeFolder } from '../make-folder.ts'
import { bundleModules } from './bundle-modules.ts'

export interface CompiledScenario {
  /** The module as text, without its source map: the same for the same sources, wherever it is written. */
  readonly code: string
  /** The source map, as JSON. Its sources are relative to the folder of the module. */
  readonly sourceMap: string
}

/** `kneepoint` is what this program brings along, also where no package of that name is installed. */
const ownModule: Plugin = {
  name: 'kneepoint',
  setup(bundler) {
    bundler.onResolve({ filter: /^kneepoint$/ }, () => ({ path: fileURLToPath(ENTRY_POINTS.scenarioModule) }))
  },
}

/** CommonJS packages that were bundled call `require` for Node's own modules. */
const BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);"

/**
 * Bundles a scenario with everything it imports into one ES module that runs on Node 20 and later, with its
 * source map inside. Of a file with several, all are bundled, as they may share what they like.
 *
 * @param file the scenario: TypeScript, JavaScript or JSON
 * @param outFile where to write the module; its name ends in `.mjs`
 * @param name of the one scenario that is to be the module's default export; all that the file exports by default is then
 *   in the module's export `exported`. `null` to leave the default export as it is.
 * @throws ScenarioError (104) when the file is missing, cannot be parsed, or imports what cannot be found
 */
export async function compileScenario(
  file: string,
  outFile: string,
  name: string | null = null,
): Promise<CompiledScenario> {
  await requireFile(file)
  const outputs = await bundle(file, outFile, name)
  const code = textOf(outputs, '.mjs')
  const sourceMap = textOf(outputs, '.map')
  const inlineMap = Buffer.from(sourceMap).toString('base64')
  await makeFolder(dirname(outFile))
  const text = `${code}//# sourceMappingURL=data:application/json;base64,${inlineMap}\n`
  // A token that is written in the scenario is in there.
  await writeFile(outFile, text, { mode: 0o600 })
  return { code, sourceMap }
}

async function bundle(file: string, outFile: string, name: string | null): Promise<readonly OutputFile[]> {
  try {
    return await bundleModules({
      ...(name === null ? { entryPoints: [resolve(file)] } : { stdin: choiceOf(file, name) }),
      outfile: resolve(outFile),
      // Paths in comments of the output are relative to this folder.
      absWorkingDir: dirname(resolve(file)),
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: 'external',
      plugins: [ownModule],
      banner: { js: BANNER },
    })
  } catch (error) {
    if (!isBuildFailure(error)) throw error
    const problems = error.errors.map((message) => describeMessage(message, file))
    throw new ScenarioError(`${file} cannot be compiled:\n${problems.join('\n')}`, 104, problems)
  }
}

/** A module that exports one scenario of a file by default. */
function choiceOf(file: string, name: string): StdinOptions {
  return {
    contents: `import * as file from ${JSON.stringify(`./${basename(file)}`)}
export const exported = file.default
export default Array.isArray(exported) ? exported.find((each) => each?.name === ${JSON.stringify(name)}) : exported
`,
    resolveDir: dirname(resolve(file)),
    sourcefile: `${basename(file)}#${name}`,
    loader: 'js',
  }
}

async function requireFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => null)
  if (found === null) throw new ScenarioError(`${file}: no such file; check the path of the scenario`)
  if (!found.isFile()) throw new ScenarioError(`${file}: not a file; name the scenario itself`)
}

function textOf(outputs: readonly OutputFile[], ending: string): string {
  const output = outputs.find(({ path }) => path.endsWith(ending))
  if (output === undefined) throw new Error(`the compiler left no ${ending} output`)
  return output.text
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors)
}

function describeMessage(message: Message, file: string): string {
  const advice = adviceFor(message.text)
  const { location } = message
  if (location === null) return `${file}: ${message.text}; ${advice}`
  const at = `${displayPath(location.file, file)}:${location.line}:${location.column + 1}`
  return `${at}: ${message.text}; ${advice}\n    ${location.lineText.trim().slice(0, 200)}`
}

/** What `kneepoint` has for programs beyond what it has for scenarios. */
const PROGRAMS_IMPORT: readonly string[] = [
  'run',
  'simulate',
  'knee',
  'recommend',
  'compare',
  'ScenarioError',
  'UsageError',
  'HostNotAllowed',
  'UnusableRun',
  'Interrupted',
  'RunInterrupted',
]

function adviceFor(text: string): string {
  const missing = /^No matching export in ".*\bmodels\/kneepoint\.[jt]s" for import "([^"]+)"/.exec(text)?.[1]
  if (missing !== undefined) {
    return PROGRAMS_IMPORT.includes(missing)
      ? `scenarios import only what describes them; ${missing} is for a program that Node runs`
      : 'check the name: kneepoint has nothing of that name for scenarios'
  }
  const specifier = /^Could not resolve "([^"]+)"/.exec(text)?.[1]
  if (specifier === undefined) return 'correct the syntax'
  if (/^[./]/.test(specifier)) return 'check the path, which is relative to the importing file'
  const [scope = '', name = ''] = specifier.split('/')
  return `check the name, or install the package: npm install ${scope.startsWith('@') ? `${scope}/${name}` : scope}`
}

/** The source map inside a module that `compileScenario` wrote, as JSON. */
export function inlineSourceMap(outFile: string): string {
  const text = readFileSync(outFile, 'utf8')
  const encoded = /sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(text)?.[1] ?? ''
  return Buffer.from(encoded, 'base64').toString('utf8')
}
