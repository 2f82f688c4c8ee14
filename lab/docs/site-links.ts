import { posix } from 'node:path'
import { sitePath } from './site-page.ts'

/** What the site holds, by paths from the root of the project. */
export interface SiteContents {
  readonly pages: ReadonlySet<string>
  /** Files that are shown as they are, each on a page of its own. */
  readonly sources: Set<string>
  /** Files that are copied. */
  readonly images: Set<string>
  /** Whether there is such a file. */
  readonly isFile: (path: string) => boolean
}

/** Folder of the pages that show files of the project. */
const SOURCES = 'files'

export function sourcePath(file: string): string {
  return `${SOURCES}/${file}.html`
}

/**
 * A link of a page as the site has it, relative to the page: Markdown becomes its HTML, an image stays, another file of the
 * project becomes a page that shows it, and what is named so is put into `sources` and `images`. Links to other sites
 * stay as they are.
 *
 * @throws RangeError when there is no such file
 */
export function siteLink(from: string, target: string, contents: SiteContents): string {
  if (/^(?:https?:|mailto:)/.test(target)) return target
  const [path = '', fragment] = target.split('#')
  const anchor = fragment === undefined ? '' : `#${fragment}`
  if (path === '') return anchor
  const file = posix.normalize(posix.join(posix.dirname(from), path)).replace(/\/$/, '')
  return relativeLink(sitePath(from), placeOf(file, from, contents)) + anchor
}

/** From one page of the site to another, without a server: each path names a file. */
export function relativeLink(fromPath: string, toPath: string): string {
  return posix.relative(posix.dirname(fromPath), toPath)
}

function placeOf(file: string, from: string, { pages, sources, images, isFile }: SiteContents): string {
  if (pages.has(file)) return sitePath(file)
  if (pages.has(`${file}/README.md`)) return sitePath(`${file}/README.md`)
  if (!isFile(file)) throw new RangeError(`${from} links to ${file}, and there is no such file`)
  if (/\.(?:png|jpe?g|svg|gif|webp)$/.test(file)) {
    images.add(file)
    return file
  }
  sources.add(file)
  return sourcePath(file)
}
