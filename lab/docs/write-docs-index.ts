/**
 * Writes `docs/README.md`, the index of `docs/`, anew from its pages.
 *
 *     node --import tsx lab/docs/write-docs-index.ts
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DOCS_INDEX, docsIndex } from './docs-index.ts'
import { projectFiles } from './project-files.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
writeFileSync(join(root, DOCS_INDEX), await docsIndex(projectFiles(root)))
console.log(DOCS_INDEX)
