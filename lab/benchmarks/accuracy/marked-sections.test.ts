import { describe, expect, it } from 'vitest'
import { lostMarkers, withSection } from './marked-sections.ts'

const page = 'Before.\n\n<!-- a: begin -->\n\nold\n\n<!-- a: end -->\n\nAfter.\n'

describe('withSection', () => {
  it('replaces what stands between the markers, and nothing else', () => {
    expect(withSection(page, 'a', 'new\n')).toBe(page.replace('old', 'new'))
  })

  it('gives the same page when it is done again', () => {
    const once = withSection(page, 'a', 'new')
    expect(withSection(once, 'a', 'new')).toBe(once)
  })

  it('does not read $& and the like in the text', () => {
    expect(withSection(page, 'a', "costs $1, $& and $'")).toContain("costs $1, $& and $'")
  })

  it('refuses a page without its markers', () => {
    expect(() => withSection(page, 'b', 'new')).toThrow('<!-- b: begin --> is not in its place')
  })
})

describe('lostMarkers', () => {
  it('is empty where each is there once', () => {
    expect(lostMarkers(page, ['a'])).toEqual([])
  })

  it.each([
    ['a marker that is gone', page.replace('<!-- a: end -->', ''), ['<!-- a: end -->']],
    [
      'a marker that is there twice',
      page + page.slice(page.indexOf('<')),
      ['<!-- a: begin -->', '<!-- a: end -->'],
    ],
    ['an end before its begin', '<!-- a: end -->\n<!-- a: begin -->\n', ['<!-- a: end -->']],
  ])('names %s', (_, text, lost) => {
    expect(lostMarkers(text, ['a'])).toEqual(lost)
  })
})
