import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ProjectFiles } from './site-files.ts'

const ROOT_PAGES = ['README.md', 'CHANGELOG.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']

/** The Markdown of a checkout: that of its root which is for readers, and all of `docs/`. */
export function projectFiles(root: string): ProjectFiles {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((path) => `docs/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.md'))
    .sort()
  return {
    pages: [...ROOT_PAGES.filter((page) => existsSync(join(root, page))), ...docs],
    isFile: (path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile() ?? false,
    read: (path) => readFileSync(join(root, path), 'utf8'),
  }
}
