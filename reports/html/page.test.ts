import { describe, expect, it } from 'vitest'
import { allFigures } from './run-figures.fixture.ts'
import { html } from './html.ts'
import { type Page, renderPage } from './page.ts'

const page: Page = {
  title: 'A <title>',
  description: 'It "says" something.',
  body: html`<p>body</p>`,
  charts: [],
  script: { code: 'go()', sha256: 'abc+/=' },
}

describe('a page', () => {
  it('escapes its title and description', () => {
    const text = renderPage(page)
    expect(text).toContain('<title>A &lt;title&gt;</title>')
    expect(text).toContain('content="It &quot;says&quot; something."')
  })

  it('runs its own script and nothing else, and fetches nothing', () => {
    const text = renderPage(page)
    expect(text).toContain('<script>go()</script>')
    expect(text).toContain(
      'default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:; script-src &#39;sha256-abc+/=&#39;;',
    )
    expect(text).not.toMatch(/(src|href)="(?!data:)/)
  })

  it('has no script where none is wanted', () => {
    const text = renderPage({ ...page, script: null })
    expect(text).toContain('script-src &#39;none&#39;')
    expect(text).not.toContain('<script')
  })

  it('carries the figures of its charts', () => {
    const { rates } = allFigures
    if (rates === null) throw new Error('the fixture has no rates')
    const text = renderPage({ ...page, charts: [{ kind: 'rates', id: 'rates', figure: rates }] })
    const json = /<script type="application\/json" id="charts">(.*?)<\/script>/.exec(text)?.[1] ?? ''
    expect(JSON.parse(json)).toEqual([{ kind: 'rates', id: 'rates', figure: rates }])
  })

  it('refuses a script that would end its own element', () => {
    const script = { code: "x='</script>'", sha256: '' }
    expect(() => renderPage({ ...page, script })).toThrow(RangeError)
  })
})
