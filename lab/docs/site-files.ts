import { embeddedJson } from '../../reports/html/embedded-json.ts'
import { html } from '../../reports/html/html.ts'
import { type RenderedPage, renderMarkdown } from './render-markdown.ts'
import { INDEX_PATH, SCRIPT_PATH, siteLayout, STYLE_PATH } from './site-layout.ts'
import { type SiteContents, siteLink, sourcePath } from './site-links.ts'
import { navigation, type NavigationEntry, navigationGroups } from './site-navigation.ts'
import { type SitePage, sitePath } from './site-page.ts'
import { siteScript } from './site-script.ts'
import { siteStyle } from './site-style.ts'

/** The project's files, as far as the site needs them. */
export interface ProjectFiles {
  /** Markdown files that become pages, from the root of the project, with `/` between folders. */
  readonly pages: readonly string[]
  readonly isFile: (path: string) => boolean
  readonly read: (path: string) => string
}

export interface SiteFiles {
  /** Text of each file of the site, by its path from the site's root. */
  readonly texts: ReadonlyMap<string, string>
  /** Files of the project that the site has a copy of, at the same path. */
  readonly copies: ReadonlySet<string>
}

/**
 * The whole site: a page for each Markdown file and for each file of the project that one of them links to.
 *
 * @param api the page on which the documentation of the modules begins, or `null` where there is none
 * @throws RangeError when a page links to a file that does not exist
 */
export function siteFiles(project: ProjectFiles, api: string | null): SiteFiles {
  const contents: SiteContents = {
    pages: new Set(project.pages),
    sources: new Set(),
    images: new Set(),
    isFile: project.isFile,
  }
  const rendered = project.pages.map((source): SitePage & RenderedPage => {
    const text = project.read(source)
    const page = renderMarkdown(text, (target) => siteLink(source, target, contents))
    return { ...page, source, path: sitePath(source), text }
  })
  const groups = navigationGroups(rendered.map(({ path, source, title }) => ({ path, source, title })))
  const texts = new Map<string, string>([
    [STYLE_PATH, `${siteStyle}\n`],
    [SCRIPT_PATH, `${siteScript}\n`],
    [INDEX_PATH, `window.searchIndex = ${embeddedJson(searchIndex(rendered))}\n`],
  ])
  const put = (path: string, title: string, page: Pick<RenderedPage, 'html' | 'headings'>) =>
    texts.set(
      path,
      siteLayout({
        path,
        title,
        body: page.html,
        headings: page.headings,
        navigation: navigation(path, groups, api),
      }),
    )
  for (const page of rendered) put(page.path, page.title, page)
  for (const file of contents.sources)
    put(sourcePath(file), file, { html: sourceBody(file, project.read(file)), headings: [] })
  return { texts, copies: contents.images }
}

function sourceBody(file: string, text: string): string {
  return html`<h1>${file}</h1>
    <div class="code">
      <pre tabindex="0"><code>${text}</code></pre>
    </div>`.markup
}

/** Path, page and heading of everything that can be searched for; the heading is empty for the page itself. */
function searchIndex(pages: ReadonlyArray<NavigationEntry & RenderedPage>): string[][] {
  return pages.flatMap(({ path, title, headings }) => [
    [path, title, ''],
    ...headings.slice(1).map((heading) => [`${path}#${heading.anchor}`, title, heading.title]),
  ])
}
