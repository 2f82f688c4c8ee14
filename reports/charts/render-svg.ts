import type { EChartsOption } from 'echarts'
import { initChart } from './chart-library.ts'

export interface ChartSize {
  /** Tells the parts of this SVG from those of others on a page: letters, digits and dashes. */
  readonly id: string
  /** In px. */
  readonly width: number
  /** In px. */
  readonly height: number
}

/**
 * A chart as an SVG element. Its colours may be CSS variables of the page that it will stand in. It has a view box and
 * no size of its own. The same option and size give the same bytes.
 */
export function renderSvg(option: EChartsOption, { id, width, height }: ChartSize): string {
  const chart = initChart(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({ ...option, animation: false })
    return withoutInteraction(chart.renderToSVGString({ useViewBox: true }), id)
  } finally {
    chart.dispose()
  }
}

/** Takes out what only a live chart needs and what it inherits from its page, and gives ids that are the same each time. */
function withoutInteraction(svg: string, id: string): string {
  return svg
    .replace(/<style[^>]*>[^]*?<\/style>/g, '')
    .replace(/ (class|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, `${id}-`)
    .replace(/ xml:space="preserve"| xmlns:xlink="[^"]*"/g, '')
    .replace(/font-family:[^;"]*;/g, '')
    .replace(/\n+/g, '')
}
