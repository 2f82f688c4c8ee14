import { describe, expect, it } from 'vitest'
import { buildLeakCheckReport } from '../../models/leak/leak-check-report.ts'
import { textWidth } from '../terminal/text-width.ts'
import { beforeAndAfter, flat, leakIdentity, leaking, onlyOne } from './leak-check-report.fixture.ts'
import { leakCheckText } from './leak-check-text.ts'
import { leakText } from './leak-text.ts'

const LASTING = /What is kept on purpose for longer than the \d+ s that was looked at/

describe('leakCheckText', () => {
  it('is the whole report of the only target, and what is to be known of it', () => {
    expect(leakCheckText(onlyOne(flat))).toBe(leakText(flat))
    expect(leakCheckText(onlyOne(flat, ['Sampled on Bun.']))).toBe(`${leakText(flat)}\nSampled on Bun.\n`)
    expect(leakCheckText(onlyOne(leaking)).replaceAll('\n', ' ')).toMatch(LASTING)
  })

  it('has a line for each of several, and the words for those that leak', () => {
    const text = leakCheckText(beforeAndAfter())
    expect(text).toMatch(/^before +leak +1,\d{3} +1,\d{3} to 1,\d{3} +…/m)
    expect(text).toMatch(/^after +none +-?\d/m)
    expect(text).toContain('Leaks 1,')
    expect(text.replaceAll('\n', ' ')).toContain(
      'Allocated by IncomingMessage (below/IncomingMessage.js:12).',
    )
    expect(text.replaceAll('\n', ' ')).toContain('Kept by a Map or Set: requests (Map) → [entry] →')
    expect(text).toContain('before: A note.')
    expect(text.split('\n').every((line) => textWidth(line) <= 80)).toBe(true)
  })

  it('speaks of what is kept on purpose only where a leak was not known', () => {
    expect(leakCheckText(beforeAndAfter()).replaceAll('\n', ' ')).not.toMatch(LASTING)
    expect(leakCheckText(beforeAndAfter(false)).replaceAll('\n', ' ')).toMatch(LASTING)
  })

  it('says how many were left when it ended early', () => {
    const { variants } = beforeAndAfter()
    const report = buildLeakCheckReport(leakIdentity, { variants, planned: 5, notes: [] })
    expect(leakCheckText(report)).toContain('It ended early: 3 of 5 were not checked.')
  })
})
