import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

const TERMS = /^(licen[cs]es?|notice|copying)([.-].*)?$/i

/**
 * The terms of packages that became part of the program, which are to be passed on with it.
 *
 * @param inputs paths of what was bundled, relative to `root`
 * @throws Error for a package that has none
 */
export async function thirdPartyNotices(inputs: Iterable<string>, root: string): Promise<string> {
  const folders = new Set(
    [...inputs].flatMap((path) => /^node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  )
  const notices = await Promise.all([...folders].sort().map((folder) => termsOf(folder, root)))
  return `Parts of these packages are in the files of this folder.\n${notices.join('')}`
}

async function termsOf(folder: string, root: string): Promise<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  const files: string[] = []
  const withTerms = entries.filter(({ name }) => TERMS.test(name))
  // Folders are read in an order of the runtime's own.
  for (const entry of withTerms.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(root, folder, entry.name)
    if (entry.isDirectory()) files.push(...(await readdir(path)).sort().map((name) => join(path, name)))
    else files.push(path)
  }
  const name = folder.slice('node_modules/'.length)
  if (files.length === 0) throw new Error(`${name} has no licence in its folder to pass on`)
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  const title = `\n${'='.repeat(100)}\n${name}\n${'='.repeat(100)}\n\n`
  return `${title}${texts.map((text) => text.replaceAll('\r', '').trim()).join(`\n\n${'-'.repeat(100)}\n\n`)}\n`
}
