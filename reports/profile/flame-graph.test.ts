import { describe, expect, it } from 'vitest'
import { layoutFlames } from '../../models/profile/flame-layout.ts'
import type { StackProfile } from '../../models/profile/stack-profile.ts'
import { flameGraph } from './flame-graph.ts'
import { fullView } from './hot-path-view.fixture.ts'

const wide: StackProfile = {
  unit: 'microseconds',
  frames: Array.from({ length: 6000 }, (_, i) => ({
    functionName: `f${i}`,
    file: '/a.js',
    line: i,
    column: 1,
  })),
  samples: Array.from({ length: 6000 }, (_, i) => ({ stack: [i, i % 10], value: 100 + (i % 7) })),
}

const count = (markup: string, part: string) => markup.split(part).length - 1

describe('flameGraph', () => {
  const { markup } = flameGraph(layoutFlames(wide), 'Flame graph')

  it('has a title for each box, and two thousand boxes at most', () => {
    expect(count(markup, '<title>')).toBe(count(markup, '<rect'))
    expect(count(markup, '<rect')).toBeLessThanOrEqual(2000)
    expect(count(markup, '<rect')).toBeGreaterThan(10)
  })

  it('tells in the title what a box is, and gives widths in percent', () => {
    const flames = fullView.profile?.flames
    const full = flameGraph(flames ?? layoutFlames(wide), 'Flame graph').markup
    expect(full).toMatch(
      /<title>hashPassword \(planted\.mjs:4\): \d+\.\d ms, \d+ %, 0\.00 ms itself<\/title>/,
    )
    expect(full).toMatch(/<svg x="0%" width="100%" y="0" height="19" class="flame-rest"><title>all:/)
    expect(full).toMatch(/class="flame-own"/)
    expect(full).toContain('role="img" aria-label="Flame graph"')
  })

  it('takes its colours from the palette of the page', () => {
    expect(markup).not.toMatch(/#[0-9a-f]{3,6}\b/i)
    expect(markup).toContain('.flame-own rect{fill:var(--before)')
  })

  it('gives the same bytes for the same samples in another order', () => {
    const turned = { ...wide, samples: wide.samples.toReversed() }
    expect(flameGraph(layoutFlames(turned), 'Flame graph').markup).toBe(markup)
  })

  it('leaves out a tail of rows that is too thin to read', () => {
    const frames = Array.from({ length: 30 }, (_, i) => ({
      functionName: `f${i}`,
      file: '/a.js',
      line: i,
      column: 1,
    }))
    const tail = { stack: frames.map((_, i) => i).toReversed(), value: 5 }
    const layout = layoutFlames({ unit: 'count', frames, samples: [{ stack: [0], value: 995 }, tail] })
    expect(layout.rows).toBe(31)
    expect(flameGraph(layout, 'x').markup).toContain('width="100%" height="38"')
  })
})
