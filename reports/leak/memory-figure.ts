import type { LeakCheckpoint } from '../../models/leak/leak-checkpoint.ts'
import type { Estimate } from '../../models/leak/leak-verdict.ts'
import { type ColourName, colour } from '../charts/palette.ts'
import { formatCount, formatMemory } from './format-growth.ts'

/** Memory over requests, and the line that was found in it. */
export interface MemoryFigure {
  readonly checkpoints: readonly LeakCheckpoint[]
  /** Requests after the first checkpoint; what is before was warm-up. */
  readonly judgedFromRequests: number
  /** Of the heap; `null` where none was found. */
  readonly slope: Estimate | null
}

const WIDTH = 920
const HEIGHT = 300
const LEFT = 84
const RIGHT = 16
const TOP = 34
const BOTTOM = 44
const MARKS = 4

interface Line {
  readonly name: string
  readonly stroke: ColourName
  readonly dashes: string
  readonly bytes: (checkpoint: LeakCheckpoint) => number | null
}

const lines: readonly Line[] = [
  { name: 'heap', stroke: 'after', dashes: '', bytes: ({ heapUsedBytes }) => heapUsedBytes },
  { name: 'external', stroke: 'before', dashes: '6 4', bytes: ({ externalBytes }) => externalBytes },
  { name: 'RSS', stroke: 'muted', dashes: '2 3', bytes: ({ rssBytes }) => rssBytes },
]

/** As an SVG element with a view box and no size of its own; its colours are the page's. Empty where nothing is known. */
export function memoryFigure({ checkpoints, judgedFromRequests, slope }: MemoryFigure): string {
  const known = checkpoints.flatMap((each) => lines.flatMap(({ bytes }) => bytes(each) ?? []))
  const first = checkpoints[0]?.requests ?? 0
  const requests = (checkpoints.at(-1)?.requests ?? 0) - first
  if (known.length === 0 || requests <= 0) return ''
  const top = niceStep(Math.max(...known, 1) / MARKS) * MARKS
  const x = (request: number) => round(LEFT + ((request - first) / requests) * (WIDTH - LEFT - RIGHT))
  const y = (bytes: number) => round(HEIGHT - BOTTOM - (bytes / top) * (HEIGHT - TOP - BOTTOM))
  const parts = [
    warmUp(x(first), x(first + judgedFromRequests)),
    ...marks(top).map((bytes) => mark(bytes, y(bytes))),
    ...[0, 0.5, 1].map((share) => requestMark(share * requests, x(first + share * requests), share)),
    ...lines.map((line) => path(line, checkpoints, x, y)),
    fitted(checkpoints, { judgedFromRequests, slope }, x, y),
    ...lines
      .filter(({ bytes }) => checkpoints.some((each) => bytes(each) !== null))
      .map((line, i) => legend(line, LEFT + 110 * i)),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="100%">${parts.join('')}</svg>`
}

function path(
  { stroke, dashes, bytes }: Line,
  checkpoints: readonly LeakCheckpoint[],
  x: (requests: number) => number,
  y: (bytes: number) => number,
): string {
  const points = checkpoints.flatMap((each) => {
    const value = bytes(each)
    return value === null ? [] : [`${x(each.requests)},${y(value)}`]
  })
  if (points.length === 0) return ''
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour(stroke)}" stroke-width="2"${dashOf(dashes)}/>`
}

/** The line of the heap's slope, through the middle of what was judged. */
function fitted(
  checkpoints: readonly LeakCheckpoint[],
  { judgedFromRequests, slope }: Pick<MemoryFigure, 'judgedFromRequests' | 'slope'>,
  x: (requests: number) => number,
  y: (bytes: number) => number,
): string {
  const from = (checkpoints[0]?.requests ?? 0) + judgedFromRequests
  const judged = checkpoints.filter(
    ({ requests, heapUsedBytes }) => requests >= from && heapUsedBytes !== null,
  )
  const last = judged.at(-1)
  if (slope === null || last === undefined) return ''
  const levels = judged
    .map(({ requests, heapUsedBytes }) => (heapUsedBytes ?? 0) - slope.value * requests)
    .sort((a, b) => a - b)
  const level = levels[levels.length >> 1] ?? 0
  const at = (requests: number) => y(Math.max(level + slope.value * requests, 0))
  return `<line x1="${x(from)}" y1="${at(from)}" x2="${x(last.requests)}" y2="${at(last.requests)}" stroke="${colour('bad')}" stroke-width="2" stroke-dasharray="10 6"/>`
}

function warmUp(from: number, to: number): string {
  if (to <= from) return ''
  const height = HEIGHT - TOP - BOTTOM
  return (
    `<rect x="${from}" y="${TOP}" width="${round(to - from)}" height="${height}" fill="${colour('code')}"/>` +
    text('warm-up', from + 6, TOP + 14, 'start')
  )
}

function mark(bytes: number, y: number): string {
  const line = `<line x1="${LEFT}" y1="${y}" x2="${WIDTH - RIGHT}" y2="${y}" stroke="${colour('rule')}" stroke-width="1"/>`
  return line + text(formatMemory(bytes), LEFT - 8, y + 4, 'end')
}

function requestMark(requests: number, x: number, share: number): string {
  const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle'
  const label = share === 0.5 ? `${formatCount(requests)} requests` : formatCount(requests)
  return text(label, x, HEIGHT - BOTTOM + 20, anchor)
}

function legend({ name, stroke, dashes }: Line, x: number): string {
  const line = `<line x1="${x}" y1="14" x2="${x + 26}" y2="14" stroke="${colour(stroke)}" stroke-width="2"${dashOf(dashes)}/>`
  return line + text(name, x + 32, 18, 'start')
}

function text(words: string, x: number, y: number, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" font-size="12" fill="${colour('muted')}">${words}</text>`
}

function marks(top: number): number[] {
  return Array.from({ length: MARKS + 1 }, (_, i) => (i * top) / MARKS)
}

/** The least of 1, 2, 5, 10, … 500 times a power of 1,024 that is as much. */
function niceStep(bytes: number): number {
  let unit = 1
  while (bytes > 500 * unit) unit *= 1024
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500]
  return (steps.find((step) => step * unit >= bytes) ?? 500) * unit
}

function dashOf(dashes: string): string {
  return dashes === '' ? '' : ` stroke-dasharray="${dashes}"`
}

function round(value: number): number {
  return Math.round(10 * value) / 10
}
