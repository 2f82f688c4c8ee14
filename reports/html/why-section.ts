import type { FinishedRun } from '../../models/report/finished-run.ts'
import { compositionCard, latencyCard, ratesCard, surfaceCard, timelineCard } from './figure-cards.ts'
import { type Html, html } from './html.ts'
import { choiceCards } from './choice-cards.ts'

/** The reasons for the recommendation, and the charts that show them. */
export function whySection({ report, figures }: FinishedRun): Html {
  const again = html`<p>To get it, run <code>${report.command}</code>.</p>`
  const p99 = report.beforeAfter.find(({ metric }) => metric === 'p99')?.effect ?? null
  return html`<section id="why">
    <h2>Why?</h2>
    ${choiceCards(report)} ${latencyCard(figures.latency, p99, again)}
    ${compositionCard(figures.composition, again)} ${surfaceCard(figures.surface, again)}
    ${ratesCard(figures.rates, again)} ${timelineCard(figures.timeline, again)}
  </section>`
}
