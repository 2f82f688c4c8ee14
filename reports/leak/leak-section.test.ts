import { describe, expect, test } from 'vitest'
import { steadyLeak } from '../../models/leak/synthetic-leak.fixture.ts'
import { fullLeakReport, leakReport } from './leak-report.fixture.ts'
import { leakSection } from './leak-section.ts'
import { memoryFigure } from './memory-figure.ts'

describe('the section of a leak check', () => {
  test('has the verdict first, then the figure, the sites and the paths', () => {
    const { markup } = leakSection(fullLeakReport())
    const order = [
      'Leaks 1,',
      'Memory after forced collections',
      'Where it was allocated',
      'What keeps it',
      'What grew',
    ]
    const places = order.map((words) => markup.indexOf(words))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
    expect(markup).toContain('class="card note-bad"')
    expect(markup).toContain('<code>requests (Map) → [entry] → IncomingMessage</code>')
  })

  test('shows names as text, whatever they are', () => {
    const { markup } = leakSection(fullLeakReport('<img src=x onerror=alert(1)>"\'&'))
    expect(markup).not.toContain('<img')
    expect(markup).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;')
  })

  test('has no card for what was not looked at, and is the same each time', () => {
    const report = leakReport(() => 0)
    const { markup } = leakSection(report)
    expect(markup).not.toContain('What keeps it')
    expect(markup).not.toContain('note-')
    expect(leakSection(report).markup).toBe(markup)
  })
})

describe('the figure of memory', () => {
  const { checkpoints, verdict } = leakReport(steadyLeak(1204))
  const slope = verdict.measures.heap?.bytesPerRequest ?? null

  test('has a point for each checkpoint, the warm-up and the line', () => {
    const svg = memoryFigure({ checkpoints, judgedFromRequests: 16_000, slope })
    const points = /<polyline points="([^"]*)"/.exec(svg)?.[1]?.split(' ') ?? []
    expect(points.length).toBe(30)
    expect(points[0]).toMatch(/^84,/)
    expect(points.at(-1)).toMatch(/^904,/)
    expect(svg).toContain('>warm-up<')
    expect(svg).toContain('stroke="var(--bad)"')
    expect(svg).toContain('>58,000<')
    expect(svg).not.toContain('NaN')
  })

  test('leaves out what is not known', () => {
    expect(memoryFigure({ checkpoints, judgedFromRequests: 0, slope: null })).not.toMatch(
      /RSS|external|--bad/,
    )
    const blank = checkpoints.map((each) => ({ ...each, heapUsedBytes: null }))
    expect(memoryFigure({ checkpoints: blank, judgedFromRequests: 0, slope })).toBe('')
    expect(memoryFigure({ checkpoints: checkpoints.slice(0, 1), judgedFromRequests: 0, slope })).toBe('')
  })

  test('marks its scale in steps that are round in binary units', () => {
    const svg = memoryFigure({ checkpoints, judgedFromRequests: 0, slope })
    expect([...svg.matchAll(/>([\d.]+ \w*B)</g)].map(([, mark]) => mark)).toEqual([
      '0 B',
      '20 MiB',
      '40 MiB',
      '60 MiB',
      '80 MiB',
    ])
  })
})
