import type { ChartSpec } from '../charts/chart-spec.ts'
import { drawChart } from '../charts/draw-chart.ts'
import { renderSvg } from '../charts/render-svg.ts'
import { type Html, html, type Part, trusted } from './html.ts'

export interface ChartFigure {
  readonly spec: ChartSpec
  /** What it shows. */
  readonly title: string
  /** How to read it, in a sentence or two with the run's own figures. */
  readonly reading: Part
  /** The same as a table. */
  readonly data: Html
}

/** In px; a page is at most so wide that charts have this much room. */
const WIDTH = 920

/**
 * A chart in its place on a page: as an SVG, in whose stead the page's script puts one that answers to the pointer, and
 * as a table.
 */
export function chartFigure({ spec, title, reading, data }: ChartFigure): Html {
  const { option, height } = drawChart(spec, { width: WIDTH, live: false })
  const svg = renderSvg(option, { id: spec.id, width: WIDTH, height })
  const live = html`<div class="live" data-chart="${spec.id}" hidden></div>`
  return figureCard({ id: spec.id, title, label: title, reading, data, svg, live })
}

export interface FigureCard extends Pick<ChartFigure, 'title' | 'reading' | 'data'> {
  readonly id: string
  /** For those who do not see it: what the chart shows. */
  readonly label: string
  /** The chart, drawn. */
  readonly svg: string
  /** Where one that answers to the pointer goes. */
  readonly live?: Html
}

/** A drawn chart with its heading, how to read it, and its figures as a table. */
export function figureCard({ id, title, label, reading, data, svg, live }: FigureCard): Html {
  return html`<figure class="card" id="${id}">
    <h3>${title}</h3>
    <p>${reading}</p>
    <div class="chart" role="img" aria-label="${label}. The table below has the same figures.">
      <div class="drawn">${trusted(svg)}</div>
      ${live ?? null}
    </div>
    <details>
      <summary>The figures as a table</summary>
      ${data}
    </details>
  </figure>`
}

/** In the place of a chart that cannot be drawn: what is missing and how to get it. */
export function missingFigure(title: string, why: Part): Html {
  return html`<div class="card missing">
    <h3>${title}</h3>
    <p>${why}</p>
  </div>`
}
