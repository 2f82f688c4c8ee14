import { describe, expect, it } from 'vitest'
import { renderPage } from '../html/page.ts'
import { emptyView, fullView, hostileView } from './hot-path-view.fixture.ts'
import { profileSection } from './profile-section.ts'

describe('profileSection', () => {
  it('has findings, flame graph and tables', () => {
    const { markup } = profileSection(fullView)
    expect([...markup.matchAll(/<h3>([^<]*)<\/h3>/g)].map(([, title]) => title)).toEqual([
      'What is wrong, the most likely cause first:',
      'Hot paths',
      'Time by place in your code, and what was done there',
      'What blocked the event loop for 10 ms or more',
      'Functions by their own time',
      'What requests waited for',
      'Health',
    ])
    expect(markup).toContain('hashPassword (planted.mjs:4) does cryptography synchronously (pbkdf2Sync).')
    expect(markup).toContain('<span class="pill bad">breach</span>')
  })

  it('says what is missing', () => {
    const { markup } = profileSection(emptyView)
    expect(markup).toContain('No CPU profile was taken')
    expect(markup).toContain('Nothing stands out')
    expect(markup).not.toContain('pill good')
    expect(markup).toContain('not available')
  })

  it('lets no name become markup', () => {
    const name = `"><script>alert(1)</script><img src=x onerror='alert(2)'>\`&</title></svg></style>`
    const { markup } = profileSection(hostileView(name))
    expect(markup).not.toMatch(/<script|<img|onerror='/)
    expect(markup).toContain('&lt;script&gt;alert(1)')
    expect(markup.split('<svg').length).toBe(markup.split('</svg>').length)
    expect(markup.split('</style>').length).toBe(2)
  })

  it('stands in a page that fetches nothing', () => {
    const page = renderPage({
      title: 't',
      description: 'd',
      body: profileSection(fullView),
      charts: [],
      script: null,
    })
    expect(page).not.toMatch(/https?:\/\//)
    expect(page).toContain('<section id="hot-paths">')
  })
})
