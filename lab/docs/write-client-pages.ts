/**
 * Writes `docs/clients/` anew from the catalogue of clients, and takes away pages of clients that are no more.
 *
 *     node --import tsx lab/docs/write-client-pages.ts
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CLIENT_PAGES_FOLDER, clientPages } from './client-pages.ts'

const folder = fileURLToPath(new URL(`../../${CLIENT_PAGES_FOLDER}`, import.meta.url))
const pages = await clientPages()
mkdirSync(folder, { recursive: true })
for (const name of readdirSync(folder))
  if (name.endsWith('.md') && !pages.has(name)) rmSync(join(folder, name))
for (const [name, text] of pages) writeFileSync(join(folder, name), text)
console.log(`${pages.size} pages in ${CLIENT_PAGES_FOLDER}/`)
