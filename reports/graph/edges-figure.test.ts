import { describe, expect, it } from 'vitest'
import { edgesFigure } from './edges-figure.ts'
import type { GraphEdge } from './mermaid.ts'

function edge(from: string, to: string, label: string | null = null, kind: GraphEdge['kind'] = 'then') {
  return { from, to, label, kind }
}

const path = [
  edge('handler', 'log', 'throws', 'failure'),
  edge('log', 'metric'),
  edge('metric', 'trace'),
  edge('log', 'trace', 'fails', 'failure'),
  edge('handler', 'trace', 'fails', 'failure'),
  edge('trace', 'log', 'again <&>'),
]
const svg = String(edgesFigure(path, 'A way', 'way'))

describe('edgesFigure', () => {
  it('has a box for each name and an arrow for each edge, dotted for failures', () => {
    expect(svg.match(/<rect/g)).toHaveLength(4)
    expect(svg.match(/marker-end/g)).toHaveLength(path.length)
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(3)
  })

  it('says what is on arrows, on arcs once for each box, and all of it to those who cannot see it', () => {
    expect(svg.match(/To “trace”: fails/g)).toHaveLength(1)
    expect(svg).toContain('To “log”: again &lt;&amp;&gt;')
    expect(svg).toMatch(/aria-label="A way: handler to log \(throws\); log to metric; /)
  })

  it('draws everything within its frame', () => {
    const [, width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).map(Number)
    const points = [...svg.matchAll(/ d="M([^"]+)"/g)]
      .slice(1)
      .flatMap(([, numbers = '']) => numbers.split(/[LC ]/).map(Number))
    expect(points.length).toBeGreaterThan(20)
    points.forEach((value, i) => {
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(i % 2 === 0 ? width : height)
    })
  })
})
