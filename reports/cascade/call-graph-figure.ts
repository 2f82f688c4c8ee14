import type { CallEdge, DependencyGraph, ServiceNode } from '../../models/root-cause/dependency-graph.ts'
import { colour } from '../charts/palette.ts'
import { layeredLayout, type LayeredPlace } from '../graph/layered-layout.ts'
import { type GraphEdge, mermaid } from '../graph/mermaid.ts'
import { type Html, html } from '../html/html.ts'
import { formatShare, formatValue } from '../terminal/format-value.ts'
import { cutText } from '../terminal/text-width.ts'

/** A service to mark, and what is wrong with it. */
export interface Culprit {
  readonly service: string
  readonly what: string
}

/** Calls per second and P99, and what did not end well, if anything. */
export function edgeLabel({ attempts, durationMs, ...edge }: CallEdge, stretchMs: number): string {
  const failed = edge.errors + edge.timeouts + edge.rejected + edge.cancelled
  const failing = failed === 0 ? '' : `, ${formatShare(failed / attempts)} failed`
  return `${((1000 * attempts) / stretchMs).toFixed(0)}/s, P99 ${formatValue(durationMs.p99, 'ms')}${failing}`
}

/** Calls from the first service down to the last. */
export function callsDownwards({ services, calls }: DependencyGraph): readonly CallEdge[] {
  const layout = layeredLayout(
    services.map(({ service }) => service),
    calls,
  )
  const rank = new Map(layout.map(({ name }, i) => [name, i]))
  return calls.toSorted((a, b) => (rank.get(a.from) ?? 0) - (rank.get(b.from) ?? 0))
}

/** The graph in Mermaid's notation, the culprit named in its box; `null` of a graph without calls. */
export function callGraphMermaid(graph: DependencyGraph, culprit: Culprit | null): string | null {
  if (graph.calls.length === 0) return null
  const boxName = (service: string) =>
    culprit?.service === service ? `${service}: ${culprit.what}` : service
  const edges = callsDownwards(graph).map((edge): GraphEdge => {
    const { from, to } = edge
    return { from: boxName(from), to: boxName(to), label: edgeLabel(edge, graph.durationMs), kind: 'then' }
  })
  return mermaid(edges)
}

/** In px. */
const BOX_WIDTH = 188
const BOX_HEIGHT = 62
const COLUMN = BOX_WIDTH + 112
const ROW = BOX_HEIGHT + 54
const MARGIN = 4
const MOST_CHARACTERS = 24

interface Placed {
  readonly x: number
  readonly y: number
}

/**
 * The graph as an SVG, from the first service down to the last: boxes with each service's own time and failures, arrows
 * with its calls. The culprit's box has the colour of what is bad. A chain is no wider than a phone.
 *
 * @param id in the page, for the arrow heads
 */
export function callGraphFigure(graph: DependencyGraph, culprit: Culprit | null, id: string): Html {
  const layout = layeredLayout(
    graph.services.map(({ service }) => service),
    graph.calls,
  )
  const columns = Math.max(1, ...layout.map(({ position }) => position + 1))
  const rows = Math.max(1, ...layout.map(({ layer }) => layer + 1))
  const places = new Map(layout.map((place) => [place.name, placeOf(place, layout, columns)]))
  const width = columns * COLUMN + 2 * MARGIN
  const height = (rows - 1) * ROW + BOX_HEIGHT + 2 * MARGIN
  const head = `${id}-head`
  return html`<svg
    role="img"
    aria-label="${describe(graph, culprit)}"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
  >
    <defs>
      <marker id="${head}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
        <path d="M0 0L8 4L0 8Z" fill="${colour('muted')}" />
      </marker>
    </defs>
    ${graph.calls.map((edge) => arrow(edge, graph.durationMs, places, head))}
    ${layout.map(({ name }) =>
      box(
        name,
        places.get(name) ?? { x: 0, y: 0 },
        graph.services.find(({ service }) => service === name) ?? null,
        culprit?.service === name ? culprit.what : null,
      ),
    )}
  </svg>`
}

function placeOf(place: LayeredPlace, layout: readonly LayeredPlace[], columns: number): Placed {
  const inLayer = layout.filter(({ layer }) => layer === place.layer).length
  const left = ((columns - inLayer) * COLUMN) / 2
  return { x: MARGIN + left + place.position * COLUMN, y: MARGIN + place.layer * ROW }
}

function box(name: string, { x, y }: Placed, node: ServiceNode | null, what: string | null): Html {
  const stroke = colour(what === null ? 'rule' : 'bad')
  const line = (row: number, text: string, look: Html) =>
    html`<text x="${x + BOX_WIDTH / 2}" y="${y + row}" text-anchor="middle" ${look}>
      ${cutText(text, MOST_CHARACTERS)}
    </text>`
  const small = html`font-size="11.5" fill="${colour('muted')}"`
  const failing =
    node === null || node.failed === 0 ? '' : `, ${formatShare(node.failed / node.requests)} failed`
  return html`<g>
    <title>${name}${what === null ? '' : `: ${what}`}</title>
    <rect
      x="${x}"
      y="${y}"
      width="${BOX_WIDTH}"
      height="${BOX_HEIGHT}"
      rx="8"
      fill="${colour('card')}"
      stroke="${stroke}"
      stroke-width="${what === null ? 1.5 : 3}"
    />
    ${line(24, name, html`font-size="14" font-weight="650" fill="${colour('text')}"`)}
    ${what === null ? null : line(39, what, html`font-size="11.5" font-weight="650" fill="${colour('bad')}"`)}
    ${
      node === null
        ? null
        : line(what === null ? 44 : 54, `own ${formatValue(node.selfMs.mean, 'ms')}${failing}`, small)
    }
  </g>`
}

function arrow(
  edge: CallEdge,
  stretchMs: number,
  places: ReadonlyMap<string, Placed>,
  head: string,
): Html | null {
  const from = places.get(edge.from)
  const to = places.get(edge.to)
  if (from === undefined || to === undefined) return null
  const isDown = to.y > from.y
  const start = { x: from.x + BOX_WIDTH / 2, y: isDown ? from.y + BOX_HEIGHT : from.y }
  const end = { x: to.x + BOX_WIDTH / 2, y: isDown ? to.y : to.y + BOX_HEIGHT }
  // What skips a layer or leads back goes around the boxes between.
  const isNext = Math.abs(to.y - from.y) === ROW && isDown
  const bend = isNext ? 0 : BOX_WIDTH / 2 + 24
  const middle = (start.y + end.y) / 2
  const path = `M${start.x} ${start.y}C${start.x + bend} ${middle} ${end.x + bend} ${middle} ${end.x} ${end.y}`
  return html`<path
      d="${path}"
      fill="none"
      stroke="${colour('muted')}"
      stroke-width="1.5"
      marker-end="url(#${head})"
    />
    ${edgeLabel(edge, stretchMs)
      .split(/, (?=\S+ % failed)/)
      .map(
        (line, i) =>
          html`<text
            x="${(start.x + end.x) / 2 + 0.75 * bend + 8}"
            y="${middle + 14 * i}"
            font-size="11.5"
            fill="${colour('text')}"
          >
            ${line}
          </text> `,
      )}`
}

function describe({ calls, durationMs }: DependencyGraph, culprit: Culprit | null): string {
  const said = calls.map((edge) => `${edge.from} calls ${edge.to}: ${edgeLabel(edge, durationMs)}`)
  const bad = culprit === null ? '' : ` At fault: ${culprit.service}, ${culprit.what}.`
  return `${said.join('; ')}.${bad}`
}
