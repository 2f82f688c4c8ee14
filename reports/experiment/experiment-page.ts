import type { VariantComparison } from '../../models/experiment/compare-variants.ts'
import type { ExperimentReport } from '../../models/experiment/experiment-report.ts'
import { drawChart } from '../charts/draw-chart.ts'
import { type EffectsFigure, figureOfChanges } from '../charts/effects-figure.ts'
import { renderSvg } from '../charts/render-svg.ts'
import { figureCard } from '../html/chart-figure.ts'
import { dataTable } from '../html/data-table.ts'
import { edgesFigure } from '../graph/edges-figure.ts'
import { type Html, html, type Part } from '../html/html.ts'
import { renderPage } from '../html/page.ts'
import { costTable } from './cost-table.ts'
import { comparisonCells, comparisonGroups, comparisonHead, groupTitle } from './comparison-rows.ts'
import {
  costSentence,
  eventSentences,
  headlines,
  methodSentences,
  objectiveCells,
  objectiveHead,
} from './experiment-sentences.ts'
import { formatMeasureChange, formatMeasureInterval } from './format-measure.ts'
import { fullMeasureTitle } from './measure-title.ts'

/** Of a chart, in px: a page is at most so wide that charts have this much room. */
const WIDTH = 920

/** An experiment's report as a page of one file, without JavaScript. The same report gives the same bytes. */
export function experimentPage(report: ExperimentReport): string {
  const said = headlines(report)
  return renderPage({
    title: `${report.name}: ${report.variants.map(({ name }) => name).join(', ')}`,
    description: said.map(({ sentence }) => sentence).join(' '),
    body: html`${heroSection(report)} ${objectivesSection(report)} ${costsSection(report)}
      ${report.comparisons.map((comparison, i) => comparisonSection(comparison, report, i))}
      ${graphsSection(report)} ${howSection(report)}
      <footer>Written by kneepoint. This page fetches nothing.</footer>`,
    charts: [],
    script: null,
  })
}

function heroSection(report: ExperimentReport): Html {
  const { name, verdict, variants, startedAt, plan } = report
  const isValid = verdict.verdict === 'VALID'
  const said = headlines(report)
  return html`<header class="hero${isValid ? '' : ' bad'}">
    <p class="over">
      <span class="brand">kneepoint</span> <span>${name}</span> <span>${plan.name} experiment</span>
      <span>${startedAt}</span> <span class="pill ${isValid ? 'good' : 'bad'}">${verdict.verdict}</span>
    </p>
    <h1>${titleOf(said)}</h1>
    ${said.map(({ sentence }) => html`<p class="answer">${sentence}</p> `)}
    <p class="answer">${`${verdict.why}.${verdict.advice === null ? '' : ` To do: ${verdict.advice}.`}`}</p>
    ${dataTable({
      label: 'Variants',
      head: ['variant', 'target'],
      rows: variants.map((each) => [each.name, html`<span class="prose">${each.target}</span>`]),
      words: [1],
    })}
  </header>`
}

/** So many comparisons a title tells of at most. */
const MOST_IN_TITLE = 2

function titleOf(said: ReturnType<typeof headlines>): string {
  const [first] = said
  if (first === undefined) return 'Nothing was compared'
  if (said.length > MOST_IN_TITLE) return `${said.length} variants against the first`
  return said.map(({ short }) => short).join('; ')
}

function objectivesSection({ objectives }: ExperimentReport): Html | null {
  if (objectives.length === 0) return null
  const rows = objectives.map((objective): Part[] => {
    const cells = objectiveCells(objective)
    const result = html`<span class="${objective.isMet ? 'answer-better' : 'answer-worse'}"
      >${cells.at(-1) ?? ''}</span
    >`
    return [...cells.slice(0, -1), result]
  })
  return html`<section id="objectives">
    <h2>Objectives</h2>
    <div class="card">${dataTable({ label: 'Objectives', head: objectiveHead, rows, words: [1] })}</div>
  </section>`
}

function costsSection(report: ExperimentReport): Html | null {
  const table = costTable(report)
  if (table === null) return null
  const { head, rows, untold } = table
  return html`<section id="costs">
    <h2>Costs</h2>
    <div class="card">
      ${dataTable({ label: 'Costs', head: [...head], rows: rows.map((row) => [...row]) })}
      ${untold !== null && html`<p>${untold}</p>`}
    </div>
  </section>`
}

function comparisonSection(
  comparison: VariantComparison,
  { traffic }: ExperimentReport,
  index: number,
): Html {
  const { variant, against } = comparison
  const cost = costSentence(comparison)
  return html`<section>
    <h2>${variant} against ${against}</h2>
    ${effectsCard(comparison, traffic.length, `effects-${index}`)}
    <div class="card">
      ${comparisonGroups(comparison).map((group) => {
        const title = groupTitle(group, traffic.length)
        return dataTable({
          label: title,
          head: [title, ...comparisonHead(comparison)],
          rows: group.measures.map(coloured),
        })
      })}
      ${cost !== null && html`<p>${cost}</p>`}
    </div>
  </section>`
}

function coloured(measure: VariantComparison['measures'][number]): Part[] {
  const cells = comparisonCells(measure)
  const answer = cells.at(-1) ?? ''
  if (answer !== 'better' && answer !== 'worse') return cells
  return [...cells.slice(0, -1), html`<span class="answer-${answer}">${answer}</span>`]
}

function effectsCard(comparison: VariantComparison, classes: number, id: string): Html | null {
  const figure = effectsOf(comparison, classes)
  if (figure === null) return null
  const { option, height } = drawChart({ kind: 'effects', figure }, { width: WIDTH, live: false })
  const title = `Changes of ${comparison.variant} against ${comparison.against}`
  return figureCard({
    id,
    title,
    label: title,
    reading:
      'Each mark is the change of a measure, each bar its 95 % interval; left of 0 is less. Green is better, red is worse, and grey is what could not be told from no change, or was not tested.',
    data: dataTable({
      label: title,
      head: ['', 'change', '95 % interval'],
      rows: figure.effects.map(({ title: name, change, low, high }) => [
        name,
        formatMeasureChange(change, 'ratio', 'ms'),
        formatMeasureInterval({ low, high }, 'ratio', 'ms'),
      ]),
    }),
    svg: renderSvg(option, { id: `${id}-svg`, width: WIDTH, height }),
  })
}

/** What has no share of what it was before stays in the table. */
function effectsOf({ measures }: VariantComparison, classes: number): EffectsFigure | null {
  return figureOfChanges(
    measures
      .filter(({ measure }) => measure !== 'achieved' && measure !== 'dropped')
      .map((each) => ({ ...each, title: fullMeasureTitle(each, classes) })),
  )
}

function graphsSection({ graphs }: ExperimentReport): Html | null {
  if (graphs.length === 0) return null
  return html`<section id="graphs">
    <h2>Graphs</h2>
    ${graphs.map(
      ({ title, mermaid, edges }, i) =>
        html`<div class="card">
          <h3>${title}</h3>
          ${edges === null ? html`<pre tabindex="0">${mermaid}</pre>` : edgesFigure(edges, title, `graph-${i}`)}
        </div>`,
    )}
  </section>`
}

function howSection(report: ExperimentReport): Html {
  const { environment, seed, scenarioHash, command, notes, rounds } = report
  const sentences = [...eventSentences(report), ...notes, ...(rounds === 0 ? [] : methodSentences(report))]
  return html`<section id="method">
    <h2>How it was measured</h2>
    <div class="card">
      ${sentences.map((sentence) => html`<p>${sentence}</p> `)}
      <p>Seed ${seed}, on ${environment}. Hash <span class="hash">${scenarioHash}</span>.</p>
      <pre tabindex="0">${command}</pre>
    </div>
  </section>`
}
