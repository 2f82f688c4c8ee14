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
  return html`<figure class="card" id="${spec.id}">
    <h3>${title}</h3>
    <p>${reading}</p>
    <div class="chart" role="img" aria-label="${title}. The table below has the same figures.">
      <div class="drawn">${trusted(svg)}</div>
      <div class="live" data-chart="${spec.id}" hidden></div>
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
