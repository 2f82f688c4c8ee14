import type { FinishedRun } from '../../models/report/finished-run.ts'
import { hotPathsSection } from '../profile/hot-paths-section.ts'
import type { ChartSpec } from '../charts/chart-spec.ts'
import { placeSurface } from '../charts/placed-surface.ts'
import { certaintyCharts, certaintySection } from './certainty-section.ts'
import { changeSection } from './change-section.ts'
import { html } from './html.ts'
import { methodSection } from './method-section.ts'
import { type PageScript, renderPage } from './page.ts'
import { headlineOf } from './standing-words.ts'
import { whySection } from './why-section.ts'

/**
 * A run's report as a page: what to change, how sure that is, why, and how it was measured.
 *
 * @param script `null` for a page without JavaScript, whose charts are drawn all the same
 */
export function reportPage(run: FinishedRun, script: PageScript | null): string {
  const { report } = run
  const { text, sentence } = headlineOf(report)
  return renderPage({
    title: `${report.name}: ${text}`,
    description: sentence,
    body: html`${changeSection(report)} ${certaintySection(report)} ${whySection(run)}
      ${hotPathsSection(run.hotPaths)} ${methodSection(report)}
      <footer>Written by kneepoint. This page fetches nothing.</footer>`,
    charts: chartsOf(run),
    script,
  })
}

function chartsOf({ report, figures }: FinishedRun): ChartSpec[] {
  const { latency, rates, surface, timeline, composition } = figures
  return [
    ...certaintyCharts(report),
    ...(latency === null ? [] : [{ kind: 'latency' as const, id: 'latency', figure: latency }]),
    ...(composition === null
      ? []
      : [{ kind: 'composition' as const, id: 'composition', figure: composition }]),
    ...(surface === null ? [] : [{ kind: 'surface' as const, id: 'surface', figure: placeSurface(surface) }]),
    ...(rates === null ? [] : [{ kind: 'rates' as const, id: 'rates', figure: rates }]),
    ...(timeline === null ? [] : [{ kind: 'timeline' as const, id: 'timeline', figure: timeline }]),
  ]
}
