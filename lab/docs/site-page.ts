/** A page of the site before it is rendered. */
export interface SitePage {
  /** Where its Markdown lies, from the root of the project, e.g. `docs/clients/README.md`. */
  readonly source: string
  /** Where its HTML goes, from the root of the site, e.g. `docs/clients/index.html`. */
  readonly path: string
  readonly text: string
}

/** A Markdown file's place in the site: `README.md` of a folder is its index. */
export function sitePath(source: string): string {
  return source.replace(/(^|\/)README\.md$/, '$1index.md').replace(/\.md$/, '.html')
}
