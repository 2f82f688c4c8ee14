import { initChart } from '../../charts/chart-library.ts'
import type { ChartSpec } from '../../charts/chart-spec.ts'
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
  new ResizeObserver(draw).observe(place)
}

function sizeFor(spec: ChartSpec, place: HTMLElement): { width: number; height: number } {
  const width = place.clientWidth
  return { width, height: drawChart(spec, { width, live: true }).height }
}
