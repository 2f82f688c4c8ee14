import { fileWords } from '../../models/diagnosis/figure-words.ts'
import type { CodeKind } from '../../models/profile/code-kind.ts'
import type { FlameBox, FlameLayout } from '../../models/profile/flame-layout.ts'
import { colour } from '../charts/palette.ts'
import { type Html, html, trusted } from '../html/html.ts'
import { costShare, formatCost } from './format-cost.ts'

/** In px. */
const ROW = 19
const FONT_SIZE = 11.5

/** Of the width: thinner boxes have no text, and thinner ones than the second none on a phone, where it would be cut off. */
const LEAST_FOR_TEXT = 0.022
const LEAST_ON_PHONE = 0.075

const LEAST_ROW = 0.01

/** Kinds of code, as the legend has them. */
const kinds: ReadonlyArray<readonly [CodeKind | 'rest', string]> = [
  ['own', 'own code'],
  ['package', 'packages'],
  ['runtime', 'runtime'],
  ['gc', 'garbage collector'],
  ['rest', 'all, and what is too thin to show (…)'],
]

/**
 * A flame graph with the root on top: an SVG of one or two thousand boxes, whose widths are shares, so that it takes the
 * room that there is. Each box says in its title what it is. No script; the same layout gives the same bytes.
 */
export function flameGraph(layout: FlameLayout, label: string): Html {
  const rows = shownRows(layout)
  const shown = layout.boxes.filter(({ depth }) => depth < rows)
  return html`<div class="flames">
    <style>
      ${trusted(style)}
    </style>
    <p class="flame-legend">
      ${kinds.map(([kind, name]) => html`<span><i class="flame-${kind}"></i>${name}</span> `)}
    </p>
    <svg role="img" aria-label="${label}" width="100%" height="${Math.max(1, rows) * ROW}">
      ${shown.map((box) => boxOf(box, layout))}
    </svg>
  </div>`
}

/** Rows at the bottom whose boxes together are thinner than a hundredth would be a long tail of threads. */
function shownRows({ boxes, rows }: FlameLayout): number {
  const widths = new Float64Array(rows)
  for (const { depth, width } of boxes) widths[depth]! += width
  return widths.findLastIndex((width) => width >= LEAST_ROW) + 1
}

function boxOf(box: FlameBox, layout: FlameLayout): Html {
  const frame = layout.frames[box.frame]
  const name = frame?.functionName ?? (box.depth === 0 ? 'all' : '…')
  const kind = frame?.kind === 'idle' ? 'rest' : (frame?.kind ?? 'rest')
  const across = html`x="${percent(box.from)}" width="${percent(box.width)}"`
  const down = html`y="${box.depth * ROW}" height="${ROW}"`
  const title = html`<title>${titleOf(box, name, layout)}</title>`
  const rectangle = html`<rect width="100%" height="${ROW - 1}" />`
  return html`<svg ${across} ${down} class="flame-${kind}">${title}${rectangle}${textOf(box, name)}</svg>`
}

function titleOf(
  { self, total, frame: index }: FlameBox,
  name: string,
  { frames, unit, total: all }: FlameLayout,
): string {
  const frame = frames[index]
  const place = frame === undefined ? '' : fileWords(frame)
  const where = place === '' ? '' : ` (${place})`
  const own = frame === undefined ? '' : `, ${formatCost(self, unit)} itself`
  return `${name}${where}: ${formatCost(total, unit)}, ${costShare(total, all)}${own}`
}

function textOf({ width }: FlameBox, name: string): Html | null {
  if (width < LEAST_FOR_TEXT) return null
  const look = width < LEAST_ON_PHONE ? 'flame-wide' : 'flame-text'
  return html`<text x="4" y="${ROW - 6}" class="${look}">${name.slice(0, LONGEST_TEXT)}</text>`
}

/** More is never seen. */
const LONGEST_TEXT = 160

function percent(share: number): string {
  return `${Number((100 * share).toFixed(3))}%`
}

const fills: Readonly<Record<CodeKind | 'rest', string>> = {
  own: `${colour('before')};fill-opacity:.45`,
  package: `${colour('after')};fill-opacity:.32`,
  runtime: `${colour('late')};fill-opacity:.3`,
  gc: `${colour('bad')};fill-opacity:.5`,
  rest: `${colour('rule')};fill-opacity:.75`,
  idle: colour('rule'),
}

const style = [
  ...kinds.map(([kind]) => `.flame-${kind} rect{fill:${fills[kind]}}`),
  ...kinds.map(([kind]) => `i.flame-${kind}{background:color-mix(in srgb,${mixOf(kind)},${colour('card')})}`),
  `.flames>svg{display:block}`,
  `.flames rect{stroke:${colour('card')};stroke-width:1px}`,
  `.flames svg svg:hover>rect{stroke:${colour('text')}}`,
  `.flames text{fill:${colour('text')};font-size:${FONT_SIZE}px;pointer-events:none;white-space:pre}`,
  '.flame-legend{display:flex;flex-wrap:wrap;gap:2px 16px;font-size:.85rem;margin:0 0 8px}',
  '.flame-legend i{display:inline-block;width:12px;height:12px;border-radius:2px;margin-right:6px;vertical-align:-1px}',
  '@media screen and (max-width:560px){.flame-wide{display:none}}',
].join('\n')

/** The colour of a box as a background, which has no opacity of its own. */
function mixOf(kind: CodeKind | 'rest'): string {
  const [fill = '', opacity = ''] = fills[kind].split(';fill-opacity:')
  return `${fill} ${Math.round(100 * Number(opacity))}%`
}
