import { describe, expect, it } from 'vitest'
import { allFigures } from '../html/run-figures.fixture.ts'
import type { ChartSpec } from './chart-spec.ts'
import { drawChart } from './draw-chart.ts'
import { placeSurface } from './placed-surface.ts'
import { renderSvg } from './render-svg.ts'

const { latency, rates, surface, timeline, composition } = allFigures
if (!latency || !rates || !surface || !timeline || !composition) throw new Error('a figure is missing')

const specs: readonly ChartSpec[] = [
  { kind: 'latency', id: 'latency', figure: latency },
  { kind: 'rates', id: 'rates', figure: rates },
  { kind: 'surface', id: 'surface', figure: placeSurface(surface) },
  { kind: 'timeline', id: 'timeline', figure: timeline },
  { kind: 'composition', id: 'composition', figure: composition },
  {
    kind: 'effects',
    id: 'effects',
    figure: { effects: [{ title: 'P99 response', change: -0.5, low: -0.8, high: 0.1, answer: 'better' }] },
  },
]

const drawn = (spec: ChartSpec, width = 920) => {
  const { option, height } = drawChart(spec, { width, live: false })
  return renderSvg(option, { id: spec.id, width, height })
}

describe.each(specs)('the chart of $kind', (spec) => {
  it('is an SVG that scales, without anything that only a live chart needs', () => {
    const svg = drawn(spec)
    expect(svg).toMatch(/^<svg /)
    expect(svg).toContain('viewBox="0 0 920 ')
    expect(svg).not.toMatch(/<style|class=|ecmeta|NaN|undefined|Infinity/)
  })

  it('is the same each time, and has ids of its own', () => {
    const svg = drawn(spec)
    expect(drawn(spec)).toBe(svg)
    for (const [, id] of svg.matchAll(/ id="([^"]*)"/g)) expect(id).toMatch(new RegExp(`^${spec.kind}-`))
  })

  it('takes its colours from the page', () => {
    expect(drawn(spec)).toContain('var(--')
  })

  it('fits a phone', () => {
    expect(drawn(spec, 300)).toContain('viewBox="0 0 300 ')
  })

  it('answers to the pointer where it is live, and only there', () => {
    expect(drawChart(spec, { width: 920, live: true }).option.tooltip).toBeDefined()
    expect(drawChart(spec, { width: 920, live: false }).option.tooltip).toBeUndefined()
  })
})

it('escapes the texts of a chart', () => {
  const text = '<img src=x onerror=alert(1)>'
  const svg = renderSvg(
    {
      legend: { data: [text] },
      xAxis: { type: 'category', data: [text], name: text },
      yAxis: { type: 'value' },
      series: [{ type: 'bar', name: text, data: [1], label: { show: true, formatter: text } }],
    },
    { id: 'x', width: 600, height: 300 },
  )
  expect(svg).toContain('&lt;img src=x onerror=alert(1)&gt;')
  expect(svg).not.toContain('<img')
})
