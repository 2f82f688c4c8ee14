/**
 * Builds the documentation as pages that open from disk, in `.cache/site/` or the folder that is named.
 *
 *     node --import tsx lab/docs/build-site.ts [folder]
 */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectFiles } from './project-files.ts'
import { siteFiles } from './site-files.ts'
import { writeApiDocs } from './write-api-docs.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = resolve(process.argv[2] ?? join(root, '.cache/site'))

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const api = writeApiDocs(root, join(folder, 'api'))
if (api.problem !== null) console.error(api.problem)
const { texts, copies } = siteFiles(projectFiles(root), api.start === null ? null : `api/${api.start}`)
for (const [path, text] of texts) writeFileSync(placeFor(path), text)
for (const path of copies) copyFileSync(join(root, path), placeFor(path))
console.log(`${texts.size + copies.size} files; begin with ${join(folder, 'index.html')}`)

function placeFor(path: string): string {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  return file
}
