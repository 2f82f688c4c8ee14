import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { PageScript } from '../../reports/html/page.ts'
import { ENTRY_POINTS } from '../entry-points.ts'
import { bundleModules } from './bundle-modules.ts'

/** The script that pages carry, as one piece: the same for the same sources. A built package has it at hand. */
export async function bundlePageScript(): Promise<PageScript> {
  const { isBundled, file } = ENTRY_POINTS.pageScript
  const code = isBundled ? await readFile(file, 'utf8') : await bundle(file)
  return { code, sha256: createHash('sha256').update(code).digest('base64') }
}

async function bundle(entry: URL): Promise<string> {
  const notice = await licences()
  const [output] = await bundleModules({
    entryPoints: [fileURLToPath(entry)],
    absWorkingDir: fileURLToPath(ENTRY_POINTS.packageFolder),
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    banner: { js: notice },
    charset: 'utf8',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  return (output?.text ?? '').trim()
}

/** What is in the bundle beside this project, and wants its terms to be passed on with it. */
const NOTICES = [
  ['echarts', 'NOTICE'],
  ['zrender', 'LICENSE'],
] as const

async function licences(): Promise<string> {
  // zrender is found from where echarts is, which depends on it.
  const { resolve } = createRequire(createRequire(import.meta.url).resolve('echarts/package.json'))
  const texts = NOTICES.map(([name, file]) =>
    readFile(new URL(file, pathToFileURL(resolve(`${name}/package.json`))), 'utf8'),
  )
  const text = (await Promise.all(texts)).join('\n').replaceAll('*/', '* /').replaceAll('\r', '')
  return `/*\n${text}\n*/`
}
