import { type Html, html, trusted } from '../../reports/html/html.ts'
import type { RenderedHeading } from './render-markdown.ts'
import { relativeLink } from './site-links.ts'

export const STYLE_PATH = 'style.css'
export const SCRIPT_PATH = 'site.js'
export const INDEX_PATH = 'search-index.js'

export interface LayoutParts {
  readonly path: string
  readonly title: string
  /** Markup of the page's own text. */
  readonly body: string
  readonly headings: readonly RenderedHeading[]
  readonly navigation: Html
}

/** A whole page of the site: navigation, contents, text. It loads files of the site alone, and opens from disk. */
export function siteLayout({ path, title, body, headings, navigation }: LayoutParts): string {
  const link = (to: string) => relativeLink(path, to)
  const shownTitle = title === 'kneepoint' ? title : `${title} · kneepoint`
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${shownTitle}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${link(STYLE_PATH)}" />
      </head>
      <body data-root="${'../'.repeat(path.split('/').length - 1)}">
        <div class="side">
          <div>
            <a class="brand" href="${link('index.html')}">kneepoint</a>
            <div class="search">
              <input
                id="search"
                type="search"
                placeholder="Search headings"
                aria-label="Search headings"
                hidden
              />
              <ul class="found" id="found"></ul>
            </div>
            <details id="menu" open>
              <summary>Pages</summary>
              ${navigation}
            </details>
          </div>
        </div>
        <main>${trusted(withContents(body, headings))}</main>
        <script src="${link(INDEX_PATH)}"></script>
        <script src="${link(SCRIPT_PATH)}"></script>
      </body>
    </html> `
  return `${page.markup.trimEnd()}\n`
}

/** Pages opened from disk have no origin, so that files of the site are told from others by their scheme. */
const POLICY =
  "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'"

const FEWEST_SECTIONS = 3

/** The table of contents comes after the page's title, where there is something to choose from. */
function withContents(body: string, headings: readonly RenderedHeading[]): string {
  const sections = headings.filter(({ depth }) => depth === 2)
  const end = body.indexOf('</h1>')
  if (sections.length < FEWEST_SECTIONS || end === -1) return body
  const at = end + '</h1>'.length
  return `${body.slice(0, at)}\n${contents(sections).markup}${body.slice(at)}`
}

function contents(sections: readonly RenderedHeading[]): Html {
  return html`<details class="contents">
    <summary>On this page</summary>
    <ul>
      ${sections.map(({ title, anchor }) => html`<li><a href="#${anchor}">${title}</a></li>`)}
    </ul>
  </details>`
}
