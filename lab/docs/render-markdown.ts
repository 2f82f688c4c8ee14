import { Marked, type Tokens } from 'marked'
import { escapeText } from '../../reports/html/html.ts'
import { HeadingAnchors } from './heading-anchor.ts'

export interface RenderedPage {
  readonly title: string
  readonly html: string
  readonly headings: readonly RenderedHeading[]
}

export interface RenderedHeading {
  readonly depth: number
  /** Without marks. */
  readonly title: string
  readonly anchor: string
}

/** Where a link or an image of the page leads, as the site has it. */
export type LinkRewriter = (target: string) => string

/** Code in a line that is not broken, so that a flag stays in one piece. */
const LONGEST_UNBROKEN = 24

/** Elements that pages may hold as such; everything else that looks like one is text. */
const ALLOWED_TAG =
  /^<\/?(?:picture|source|img|details|summary|br|kbd|sub|sup)(?:\s+[a-z-]+="[^"<>]*")*\s*\/?>$/

/**
 * Markdown, as GitHub reads it, as the body of a page of the site. Headings have anchors, tables scroll, code has the name
 * of its language; links and images lead to where `rewrite` says. Text is escaped, and so is HTML but for a few elements.
 */
export function renderMarkdown(text: string, rewrite: LinkRewriter): RenderedPage {
  const headings: RenderedHeading[] = []
  const anchors = new HeadingAnchors()
  const marked = new Marked({ gfm: true })
  marked.use({
    renderer: {
      heading({ tokens, depth, text: source }) {
        const title = plainHeading(source)
        const anchor = anchors.next(title)
        headings.push({ depth, title, anchor })
        const hash = `<a class="anchor" href="#${escapeText(anchor)}" aria-label="Link to this section">#</a>`
        return `<h${depth} id="${escapeText(anchor)}">${this.parser.parseInline(tokens)} ${hash}</h${depth}>\n`
      },
      link({ href, title, tokens }) {
        const titled = title ? ` title="${escapeText(title)}"` : ''
        return `<a href="${escapeText(rewrite(href))}"${titled}>${this.parser.parseInline(tokens)}</a>`
      },
      image({ href, text: alternative }) {
        return `<img src="${escapeText(rewrite(href))}" alt="${escapeText(alternative)}" loading="lazy">`
      },
      code: ({ text: code, lang }) => codeBlock(code, lang),
      codespan: ({ text: code }) =>
        `<code${code.length <= LONGEST_UNBROKEN ? ' class="short"' : ''}>${escapeText(code)}</code>`,
      html: ({ text: markup }) => allowedHtml(markup, rewrite),
      text(token) {
        return 'tokens' in token && token.tokens
          ? this.parser.parseInline(token.tokens)
          : escapeUnlessEntity(token.text)
      },
      table(token) {
        return `<div class="scroll" tabindex="0"><table>\n${tableRows(token, (cell) => this.parser.parseInline(cell.tokens))}</table></div>\n`
      },
    },
  })
  const html = marked.parse(text, { async: false })
  return { title: headings[0]?.title ?? '', html, headings }
}

function codeBlock(code: string, lang: string | undefined): string {
  const language = /^[\w+-]+/.exec(lang ?? '')?.[0]
  const kind = language === undefined ? '' : ` class="language-${language}"`
  return `<div class="code"><pre tabindex="0"><code${kind}>${escapeText(code)}\n</code></pre></div>\n`
}

function tableRows({ header, rows }: Tokens.Table, inline: (cell: Tokens.TableCell) => string): string {
  const cells = (row: readonly Tokens.TableCell[], tag: 'th' | 'td') =>
    `<tr>${row.map((cell) => `<${tag}${cell.align === null ? '' : ` class="${cell.align}"`}>${inline(cell)}</${tag}>`).join('')}</tr>\n`
  return `<thead>${cells(header, 'th')}</thead>\n<tbody>${rows.map((row) => cells(row, 'td')).join('')}</tbody>`
}

/** Entities of the page's author stay. */
function escapeUnlessEntity(text: string): string {
  return text
    .split(/(&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);)/i)
    .map((part, i) => (i % 2 === 1 ? part : escapeText(part)))
    .join('')
}

/** Comments are dropped, allowed elements kept with their links rewritten, all other markup shown as text. */
function allowedHtml(markup: string, rewrite: LinkRewriter): string {
  return markup
    .replaceAll(/<!--[^]*?-->/g, '')
    .split(/(<[^<>]*>)/)
    .map((part) => (ALLOWED_TAG.test(part) ? withLinks(part, rewrite) : escapeText(part)))
    .join('')
}

function withLinks(tag: string, rewrite: LinkRewriter): string {
  return tag
    .replaceAll(/\son[a-z]+="[^"]*"/g, '')
    .replaceAll(
      /\b(src|srcset|href)="([^"]*)"/g,
      (_, name: string, link: string) => `${name}="${escapeText(rewrite(link))}"`,
    )
}

/** A heading's Markdown without its marks. */
export function plainHeading(source: string): string {
  return source
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\\([\\*_`<>[\]#])/g, '$1')
    .replaceAll(/`|\*\*|(?<![\w])\*|\*(?![\w])/g, '')
    .trim()
}
