import { initChart } from '../../charts/chart-library.ts'
import type { ChartSpec } from '../../charts/chart-spec.ts'
import { ZOOM_HINT } from '../../charts/chart-parts.ts'
import { drawChart } from '../../charts/draw-chart.ts'

/** Puts charts that answer to the pointer in the place of those that were drawn; the latter stay for paper. */
export function enliven(): void {
  const specs = JSON.parse(document.getElementById('charts')?.textContent ?? '[]') as readonly ChartSpec[]
  for (const spec of specs) {
    const place = document.querySelector<HTMLElement>(`[data-chart="${spec.id}"]`)
    if (place !== null) enlivenOne(spec, place)
  }
}

function enlivenOne(spec: ChartSpec, place: HTMLElement): void {
  const drawn = place.parentElement?.querySelector<HTMLElement>('.drawn')
  if (drawn == null) return
  drawn.hidden = true
  place.hidden = false
  const chart = initChart(place, null, { renderer: 'svg', ...sizeFor(spec, place) })
  let drawnWidth = 0
  const draw = () => {
    const size = sizeFor(spec, place)
    if (size.width === drawnWidth || size.width === 0) return
    drawnWidth = size.width
    place.style.height = `${size.height}px`
    chart.resize(size)
    chart.setOption(drawChart(spec, { width: size.width, live: true }).option, { notMerge: true })
  }
  draw()
  if (drawChart(spec, { width: drawnWidth, live: true }).option.dataZoom !== undefined)
    offerReset(chart, place)
  new ResizeObserver(draw).observe(place)
}

/** A double click undoes every zoom; a line below says how to zoom. */
function offerReset(chart: ReturnType<typeof initChart>, place: HTMLElement): void {
  chart.getZr().on('dblclick', () => chart.dispatchAction({ type: 'dataZoom', start: 0, end: 100 }))
  const hint = document.createElement('p')
  hint.className = 'caption hint'
  hint.textContent = ZOOM_HINT
  place.parentElement?.after(hint)
}

function sizeFor(spec: ChartSpec, place: HTMLElement): { width: number; height: number } {
  const width = place.clientWidth
  return { width, height: drawChart(spec, { width, live: true }).height }
}
