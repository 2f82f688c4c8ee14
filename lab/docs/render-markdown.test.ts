import { describe, expect, it } from 'vitest'
import { HeadingAnchors, headingAnchor } from './heading-anchor.ts'
import { renderMarkdown } from './render-markdown.ts'

const same = (target: string) => target
const render = (text: string) => renderMarkdown(text, same).html.trim()

describe('markup', () => {
  it.each([
    ['a <script>alert(1)</script> b', '<p>a &lt;script&gt;alert(1)&lt;/script&gt; b</p>'],
    ['<script>\nalert("&")\n</script>', '&lt;script&gt;\nalert(&quot;&amp;&quot;)\n&lt;/script&gt;'],
    ['run <run> & go', '<p>run &lt;run&gt; &amp; go</p>'],
    ['`<b>&amp;</b>`', '<p><code class="short">&lt;b&gt;&amp;amp;&lt;/b&gt;</code></p>'],
    ['&lt; stays &amp; so', '<p>&lt; stays &amp; so</p>'],
    ['<!-- nothing -->', ''],
    ['<img src="a.png" onerror="x()" alt="a">', '<img src="a.png" alt="a">'],
    ['<img src=a.png onerror=x()>', '&lt;img src=a.png onerror=x()&gt;'],
    ['<iframe src="a"></iframe>', '&lt;iframe src=&quot;a&quot;&gt;&lt;/iframe&gt;'],
    ['<kbd>a < b & c</kbd>', '<p><kbd>a &lt; b &amp; c</kbd></p>'],
  ])('%s', (text, html) => {
    expect(render(text)).toBe(html)
  })

  it('of code is text, with the name of its language', () => {
    expect(render('```go\nif a < b && c {}\n```')).toBe(
      '<div class="code"><pre tabindex="0"><code class="language-go">if a &lt; b &amp;&amp; c {}\n</code></pre></div>',
    )
    expect(render('```"><b>\nx\n```')).toBe(
      '<div class="code"><pre tabindex="0"><code>x\n</code></pre></div>',
    )
  })

  it('of attributes is escaped', () => {
    expect(render('[a](<x"y> "t\'<")')).toBe('<p><a href="x&quot;y" title="t&#39;&lt;">a</a></p>')
    expect(render('![a "b"](c.png)')).toBe('<p><img src="c.png" alt="a &quot;b&quot;" loading="lazy"></p>')
  })
})

describe('tables', () => {
  it('scroll, and align their cells', () => {
    expect(render('| a | b |\n| --- | ---: |\n| 1 \\| 2 | `x` |')).toBe(
      '<div class="scroll" tabindex="0"><table>\n<thead><tr><th>a</th><th class="right">b</th></tr>\n</thead>\n' +
        '<tbody><tr><td>1 | 2</td><td class="right"><code class="short">x</code></td></tr>\n</tbody></table></div>',
    )
  })
})

describe('headings', () => {
  it('have the anchors that GitHub gives them', () => {
    expect(headingAnchor('report.html: how to read the page')).toBe('reporthtml-how-to-read-the-page')
    expect(headingAnchor('`run` & "bench" – P99 ≤ 1')).toBe('run--bench--p99--1')
    expect(headingAnchor('max_idle per host')).toBe('max_idle-per-host')
    const anchors = new HeadingAnchors()
    expect(['A b', 'A b', 'A c', 'a B'].map((title) => anchors.next(title))).toEqual([
      'a-b',
      'a-b-1',
      'a-c',
      'a-b-2',
    ])
  })

  it('are listed without their marks; the first is the title', () => {
    const { title, headings, html } = renderMarkdown('# A *b* `c_d`\n\n## [x](y.md) **z**', same)
    expect(title).toBe('A b c_d')
    expect(headings).toEqual([
      { depth: 1, title: 'A b c_d', anchor: 'a-b-c_d' },
      { depth: 2, title: 'x z', anchor: 'x-z' },
    ])
    expect(html).toContain('<h2 id="x-z"><a href="y.md">x</a> <strong>z</strong> ')
  })
})
