import type { ChartSpec } from '../charts/chart-spec.ts'
import { embeddedJson } from './embedded-json.ts'
import { type Html, html, trusted } from './html.ts'
import { pageStyle } from './page-style.ts'

/** A script that a page carries. */
export interface PageScript {
  readonly code: string
  /** SHA-256 of `code` in UTF-8, in base64: the page runs no other script. */
  readonly sha256: string
}

export interface Page {
  readonly title: string
  /** One sentence, for those who see only a link to the page. */
  readonly description: string
  readonly body: Html
  /**
   * The charts of the body that answer to the pointer where there is JavaScript. Each has its place in the body, which
   * `chartFigure` makes, with the chart as an SVG for where there is none.
   */
  readonly charts: readonly ChartSpec[]
  /** `bundlePageScript` of `lab/html/` makes it; `null` for a page that stays as it is written. */
  readonly script: PageScript | null
}

/**
 * A page of one file: nothing is fetched, and a Content-Security-Policy sees to it that nothing can be. Dark or light as
 * the reader's system has it, with a switch. The same page gives the same bytes.
 *
 * @throws RangeError when the script could end its own element, or a figure holds a number that JSON cannot
 */
export function renderPage({ title, description, body, charts, script }: Page): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${contentPolicy(script)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content="${description}" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${trusted(pageStyle)}
        </style>
      </head>
      <body>
        <button type="button" class="switch" id="theme-switch" hidden>Dark</button>
        <main>${body}</main>
        ${script === null ? null : scripts(charts, script)}
      </body>
    </html> `
  return `${page.markup.trimEnd()}\n`
}

function contentPolicy(script: PageScript | null): string {
  const scripts = script === null ? "'none'" : `'sha256-${script.sha256}'`
  return `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src ${scripts}; base-uri 'none'; form-action 'none'`
}

function scripts(charts: readonly ChartSpec[], { code }: PageScript): Html {
  if (/<\/script|<!--/i.test(code)) throw new RangeError('the script of the page would end its own element')
  // Byte for byte: white space around the code would change its hash.
  return trusted(
    `<script type="application/json" id="charts">${embeddedJson(charts)}</script>\n<script>${code}</script>`,
  )
}
