import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { projectFiles } from './project-files.ts'
import { type ProjectFiles, type SiteFiles, siteFiles } from './site-files.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Attributes that load something, or lead somewhere, with their values. */
function linksOf(page: string): Array<{ name: string; value: string }> {
  return [...page.matchAll(/<[a-z][^>]*?\s(?:href|src|srcset)="[^>]*>/g)].flatMap(([tag]) =>
    [...tag.matchAll(/\s(href|src|srcset)="([^"]*)"/g)].map(([, name = '', value = '']) => ({
      name: `${/^<\w+/.exec(tag)?.[0].slice(1)} ${name}`,
      value,
    })),
  )
}

function idsOf(page: string): ReadonlySet<string> {
  return new Set([...page.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1] ?? ''))
}

describe('the site of this project', () => {
  let site: SiteFiles
  let pages: ReadonlyArray<readonly [string, string]>

  beforeAll(() => {
    site = siteFiles(projectFiles(root), null)
    pages = [...site.texts].filter(([path]) => path.endsWith('.html'))
  })

  it('has a page for each Markdown file, all of which the navigation leads to', () => {
    const own = projectFiles(root).pages.length
    expect(own).toBeGreaterThan(35)
    expect(pages.length).toBeGreaterThanOrEqual(own)
    const navigation = /<nav[^]*<\/nav>/.exec(site.texts.get('index.html') ?? '')?.[0] ?? ''
    expect(linksOf(navigation)).toHaveLength(own)
    expect(navigation.match(/aria-current="page"/g)).toHaveLength(1)
  })

  it('has no link or anchor that leads nowhere', () => {
    const broken = pages.flatMap(([path, page]) =>
      linksOf(page)
        .filter(({ name, value }) => name !== 'link href' && !/^(?:https?|mailto):/.test(value))
        .filter(({ value }) => !leadsSomewhere(path, value))
        .map(({ value }) => `${path}: ${value}`),
    )
    expect(broken).toEqual([])
  })

  function leadsSomewhere(from: string, link: string): boolean {
    const [file = '', anchor] = link.split('#')
    const to = file === '' ? from : posix.join(posix.dirname(from), file)
    if (site.copies.has(to)) return true
    const page = site.texts.get(to)
    return page !== undefined && (anchor === undefined || idsOf(page).has(anchor))
  }

  it('loads nothing from elsewhere, and says so to the browser', () => {
    for (const [path, page] of pages) {
      expect(page, path).toContain('content="default-src &#39;none&#39;;')
      expect(page, path).not.toMatch(/\sstyle=|<script(?! src=)|\son[a-z]+=|<iframe|@import/)
      for (const { name, value } of linksOf(page)) {
        if (name === 'a href') continue
        const there =
          value === 'data:,' ||
          site.copies.has(posix.join(posix.dirname(path), value)) ||
          site.texts.has(posix.join(posix.dirname(path), value))
        expect(there, `${path} loads ${value}`).toBe(true)
      }
    }
    expect(site.texts.get('style.css')).not.toMatch(/url\(|@import/)
    expect(site.texts.get('site.js')).not.toMatch(/fetch\(|XMLHttp|import\(/)
  })

  it('has no anchor twice on a page, and a title on each', () => {
    for (const [path, page] of pages) {
      const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1])
      expect(ids, path).toHaveLength(new Set(ids).size)
      expect(page, path).toMatch(/<title>[^<]+<\/title>/)
    }
  })

  it('finds pages and headings by an index that leads to them', () => {
    const text = site.texts.get('search-index.js') ?? ''
    const index = JSON.parse(text.slice(text.indexOf('['))) as string[][]
    expect(index.length).toBeGreaterThan(200)
    expect(index.filter(([link = '']) => !leadsSomewhere('index.html', link))).toEqual([])
  })
})

describe('a small site', () => {
  const files: Readonly<Record<string, string>> = {
    'README.md':
      '# Top\n\n[a](docs/a.md#b-c) [folder](docs/clients/) [code](scenarios/x.ts) ![i](docs/i.png) [out](https://example.org/?a&b)',
    'docs/a.md':
      '# A\n\n## B c\n\n[up](../README.md) [own](#b-c)\n\n<picture><source srcset="i.png"><img src="i.png" alt="x"></picture>',
    'docs/clients/README.md': '# Clients <b>',
    'scenarios/x.ts': 'const x = 1 < 2 // </script>',
    'docs/i.png': '',
  }
  const project: ProjectFiles = {
    pages: Object.keys(files).filter((path) => path.endsWith('.md')),
    isFile: (path) => path in files,
    read: (path) => files[path] ?? '',
  }

  it('leads from page to page by relative names of files', () => {
    const { texts, copies } = siteFiles(project, 'api/all_symbols.html')
    const top = texts.get('index.html') ?? ''
    for (const link of [
      'docs/a.html#b-c',
      'docs/clients/index.html',
      'files/scenarios/x.ts.html',
      'https://example.org/?a&amp;b',
      'api/all_symbols.html',
    ]) {
      expect(top).toContain(`href="${link}"`)
    }
    expect(top).toContain('src="docs/i.png"')
    expect([...copies]).toEqual(['docs/i.png'])
    const page = texts.get('docs/a.html') ?? ''
    expect(page).toContain('<a href="../index.html">up</a> <a href="#b-c">own</a>')
    expect(page).toContain('<picture><source srcset="i.png"><img src="i.png" alt="x"></picture>')
    expect(page).toContain('<link rel="stylesheet" href="../style.css" />')
    expect(page).toContain('<title>A · kneepoint</title>')
  })

  it('shows files as they are, escaped', () => {
    const { texts } = siteFiles(project, null)
    expect(texts.get('files/scenarios/x.ts.html')).toContain('const x = 1 &lt; 2 // &lt;/script&gt;')
    expect(texts.get('docs/clients/index.html')).toContain('<title>Clients &lt;b&gt; · kneepoint</title>')
    expect(texts.get('index.html')).not.toContain('API of the modules')
  })

  it('fails where a link leads to no file', () => {
    const wrong = { ...project, read: () => '[x](../none.md)' }
    expect(() => siteFiles(wrong, null)).toThrow('README.md links to ../none.md, and there is no such file')
  })
})
