import { colour } from '../charts/palette.ts'
import { type Html, html } from '../html/html.ts'
import { layeredLayout, type LayeredPlace } from './layered-layout.ts'
import type { GraphEdge } from './mermaid.ts'

/** In px. */
const BOX_WIDTH = 210
const BOX_HEIGHT = 40
const COLUMN = BOX_WIDTH + 40
const ROW = BOX_HEIGHT + 44
const LEAST_BULGE = 28
const BULGE_PER_LAYER = 14
const LINE_CHARACTERS = 30
const LINE_HEIGHT = 15

interface Box {
  readonly name: string
  readonly layer: number
  /** Of its middle. */
  readonly x: number
  readonly top: number
}

interface Drawing {
  readonly boxes: ReadonlyMap<string, Box>
  readonly width: number
  readonly height: number
}

/**
 * A graph as an SVG, from the top down: straight arrows to the next layer with their labels, arcs on the right for those
 * that go further down, on the left for those that go back, and dots for the way of a failure. What is written on arcs
 * stands below.
 *
 * @param id in the page, for the arrow heads
 */
export function edgesFigure(edges: readonly GraphEdge[], title: string, id: string): Html {
  const { boxes, width, height } = draw(edges)
  const below = arcLabels(edges, boxes)
  const whole = height + below.length * LINE_HEIGHT + (below.length === 0 ? 0 : 10)
  return html`<svg
    role="img"
    aria-label="${`${title}: ${edges.map(edgeText).join('; ')}.`}"
    width="${width}"
    height="${whole}"
    viewBox="0 0 ${width} ${whole}"
    style="max-width:100%;height:auto"
  >
    <defs>
      <marker
        id="${id}-head"
        viewBox="0 0 8 8"
        refX="7"
        refY="4"
        markerWidth="8"
        markerHeight="8"
        orient="auto"
      >
        <path d="M0 0L8 4L0 8Z" fill="${colour('muted')}" />
      </marker>
    </defs>
    ${edges.map((edge) => arrow(edge, boxes, id, below))} ${[...boxes.values()].map(boxFigure)}
    ${below.map((text, i) => textLine(text, 8, height + 14 + i * LINE_HEIGHT, 'start'))}
  </svg>`
}

function draw(edges: readonly GraphEdge[]): Drawing {
  const places = layeredLayout([], edges)
  const columns = Math.max(1, ...places.map(({ position }) => position + 1))
  const layers = Math.max(1, ...places.map(({ layer }) => layer + 1))
  const layerOf = new Map(places.map(({ name, layer }) => [name, layer]))
  const spans = edges.map(({ from, to }) => (layerOf.get(to) ?? 0) - (layerOf.get(from) ?? 0))
  const left = Math.max(0, ...spans.filter((span) => span < 1).map(bulge))
  const right = Math.max(0, ...spans.filter((span) => span > 1).map(bulge))
  const margin = Math.max(left, right) + 8
  const boxes = places.map(({ name, layer }): Box => {
    const inLayer = places.filter((place) => place.layer === layer).length
    const position = arcsLast(places, edges, layer).indexOf(name)
    const x = margin + ((columns - inLayer) / 2 + position) * COLUMN + BOX_WIDTH / 2
    return { name, layer, x, top: 4 + layer * ROW }
  })
  return {
    boxes: new Map(boxes.map((box) => [box.name, box])),
    width: 2 * margin + (columns - 1) * COLUMN + BOX_WIDTH,
    height: (layers - 1) * ROW + BOX_HEIGHT + 8,
  }
}

/** Names in a layer from the left: arcs come from the right, and are not to cross other boxes. */
function arcsLast(
  places: readonly LayeredPlace[],
  edges: readonly GraphEdge[],
  layer: number,
): readonly string[] {
  const layerOf = new Map(places.map((place) => [place.name, place.layer]))
  const hasArc = ({ name }: LayeredPlace): boolean =>
    edges.some(({ from, to }) => to === name && layer - (layerOf.get(from) ?? 0) > 1)
  const members = places.filter((place) => place.layer === layer)
  return [...members.filter((each) => !hasArc(each)), ...members.filter(hasArc)].map(({ name }) => name)
}

function bulge(span: number): number {
  return LEAST_BULGE + BULGE_PER_LAYER * Math.abs(span)
}

function arrow(
  edge: GraphEdge,
  boxes: ReadonlyMap<string, Box>,
  id: string,
  below: readonly string[],
): Html | null {
  const from = boxes.get(edge.from)
  const to = boxes.get(edge.to)
  if (from === undefined || to === undefined) return null
  const path = isStraight(from, to) ? straightPath(from, to) : arcPath(from, to)
  const hasLabel = isStraight(from, to) && edge.label !== null && !below.includes(labelBelow(edge))
  const middle = { x: (from.x + to.x) / 2 + 8, y: from.top + BOX_HEIGHT + 26 }
  return html`<path
      d="${path}"
      fill="none"
      stroke="${colour('muted')}"
      stroke-width="1.5"
      ${edge.kind === 'failure' ? html`stroke-dasharray="2 4"` : null}
      marker-end="url(#${id}-head)"
    >
      <title>${edgeText(edge)}</title>
    </path>
    ${hasLabel ? textLine(edge.label ?? '', middle.x, middle.y, 'start') : null}`
}

function isStraight(from: Box, to: Box): boolean {
  return to.layer === from.layer + 1
}

function straightPath(from: Box, to: Box): string {
  return `M${from.x} ${from.top + BOX_HEIGHT}L${to.x} ${to.top}`
}

/** From side to side: on the right where it goes down, on the left where it goes up. */
function arcPath(from: Box, to: Box): string {
  const side = to.layer > from.layer ? 1 : -1
  const start = { x: from.x + (side * BOX_WIDTH) / 2, y: from.top + BOX_HEIGHT / 2 + 6 }
  const end = { x: to.x + (side * BOX_WIDTH) / 2, y: to.top + BOX_HEIGHT / 2 - 6 }
  const outer = side > 0 ? Math.max(start.x, end.x) : Math.min(start.x, end.x)
  const bend = outer + side * bulge(to.layer - from.layer)
  return `M${start.x} ${start.y}C${bend} ${start.y} ${bend} ${end.y} ${end.x} ${end.y}`
}

function boxFigure({ name, x, top }: Box): Html {
  const lines = wrapped(name)
  const first = top + BOX_HEIGHT / 2 + 4 - ((lines.length - 1) * LINE_HEIGHT) / 2
  return html`<g>
    <rect
      x="${x - BOX_WIDTH / 2}"
      y="${top}"
      width="${BOX_WIDTH}"
      height="${BOX_HEIGHT}"
      rx="8"
      fill="${colour('card')}"
      stroke="${colour('rule')}"
      stroke-width="1.5"
    />
    ${lines.map((line, i) => textLine(line, x, first + i * LINE_HEIGHT, 'middle'))}
  </g>`
}

function textLine(text: string, x: number, y: number, anchor: 'start' | 'middle'): Html {
  return html`<text
    x="${x}"
    y="${y}"
    text-anchor="${anchor}"
    font-size="12"
    fill="${colour('text')}"
    stroke="${colour('card')}"
    stroke-width="3"
    paint-order="stroke"
  >
    ${text}
  </text>`
}

function wrapped(name: string): string[] {
  const lines = ['']
  for (const word of name.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && line.length + 1 + word.length > LINE_CHARACTERS) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines
}

/** What is written on arcs, once for all that lead to the same box. */
function arcLabels(edges: readonly GraphEdge[], boxes: ReadonlyMap<string, Box>): string[] {
  const texts = edges.flatMap(({ from, to, label }) => {
    const [start, end] = [boxes.get(from), boxes.get(to)]
    if (label === null || start === undefined || end === undefined || isStraight(start, end)) return []
    return [labelBelow({ to, label })]
  })
  return [...new Set(texts)]
}

function labelBelow({ to, label }: Pick<GraphEdge, 'to' | 'label'>): string {
  return `To “${to}”: ${label ?? ''}`
}

function edgeText({ from, to, label }: GraphEdge): string {
  return `${from} to ${to}${label === null ? '' : ` (${label})`}`
}
