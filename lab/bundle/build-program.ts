import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, type Metafile, build } from 'esbuild'
import { ENTRY_POINTS } from '../entry-points.ts'
import { readManifest } from './read-manifest.ts'
import { writePageScript } from './write-page-script.ts'

/** Modules that are imported, started or run by their own name; each keeps its path below `dist`. */
const ENTRIES = [
  'lab/cli',
  'lab/api/kneepoint',
  // Not to be part of a module that lies in another folder: paths are relative to it.
  'lab/entry-points',
  'lab/target/shop-process',
  'lab/target/link-process',
  'lab/target/null-process',
  'lab/target/service/service-process',
  'lab/target/traps/trap-process',
  'lab/target/chain/chain-process',
  'lab/target/blockers/blocker-process',
  'lab/target/command-process',
  'lab/target/command-preload',
  'lab/target-probe/probe',
  'lab/target/hooks/hooks',
  'workers/load-task',
  'workers/simulate-task',
  'workers/standing-thread',
  'workers/undici/knee-agent',
]

/** What scenarios are compiled with: by itself, so that what they are compiled to depends on nothing else. */
const SCENARIO_MODULE = 'models/kneepoint'

/**
 * Builds the program from its sources: ES modules for Node 20 and later, with packages left to be imported, but for those
 * of development, which become part of it.
 *
 * @param folder `dist`; what it held before is removed
 * @returns what became part of what, by paths relative to the root
 */
export async function buildProgram(folder: string): Promise<Metafile['outputs']> {
  await rm(folder, { recursive: true, force: true })
  const { dependencies, peerDependencies } = readManifest()
  const common = {
    absWorkingDir: fileURLToPath(ENTRY_POINTS.packageFolder),
    outdir: folder,
    outbase: '.',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: Object.keys({ ...dependencies, ...peerDependencies }),
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    logLevel: 'silent',
    metafile: true,
  } satisfies BuildOptions
  const [program, scenarioModule] = await Promise.all([
    build({
      ...common,
      entryPoints: ENTRIES.map((name) => `${name}.ts`),
      splitting: true,
      chunkNames: 'lab/[name]-[hash]',
    }),
    build({ ...common, entryPoints: [`${SCENARIO_MODULE}.ts`] }),
    writePageScript(join(folder, 'reports/html/browser/page-script.js')),
  ])
  return { ...program.metafile.outputs, ...scenarioModule.metafile.outputs }
}
