import { describe, expect, it } from 'vitest'
import { beforeAndAfter, flat, onlyOne } from './leak-check-report.fixture.ts'
import { leakCheckPage } from './leak-check-page.ts'

const idsOf = (page: string): string[] => [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? '')

describe('leakCheckPage', () => {
  it('is the same for the same report, and fetches nothing', () => {
    const page = leakCheckPage(beforeAndAfter())
    expect(leakCheckPage(beforeAndAfter())).toBe(page)
    expect(page).not.toMatch(/<script|src="http|href="http/)
  })

  it('has a section for each variant, and no id twice', () => {
    const ids = idsOf(leakCheckPage(beforeAndAfter()))
    expect(ids).toEqual(expect.arrayContaining(['leak-before', 'leak-after', 'memory-leak-before', 'method']))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it.each([
    [onlyOne(flat), 'No leak', 'ok'],
    [onlyOne(), 'It leaks', 'leak'],
    [beforeAndAfter(false), 'It leaks', 'leak'],
    [beforeAndAfter(), 'No leak that was not expected', 'ok'],
  ])('says in its title what came out (%#)', (report, title, outcome) => {
    const page = leakCheckPage(report)
    expect(page).toContain(`<h1>${title}</h1>`)
    expect(page).toContain(`>${outcome}</span>`)
  })
})
