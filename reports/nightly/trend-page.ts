import { renderSvg } from '../charts/render-svg.ts'
import { metricTitles } from '../wording/metric-titles.ts'
import { figureCard } from '../html/chart-figure.ts'
import { dataTable } from '../html/data-table.ts'
import { type Html, html } from '../html/html.ts'
import { renderPage } from '../html/page.ts'
import { formatChange, formatInterval, formatSize, formatValue } from '../terminal/format-value.ts'
import { NONE, nightHead, nightRow } from './night-row.ts'
import { commitText, nightSentences, sameAgainstSameText } from './night-sentences.ts'
import type { NightlyReport, ScenarioNight } from './nightly-report.ts'
import { trendChart } from './trend-chart.ts'
import { type TrendFigure, trendFigures, type TrendNight } from './trend-figure.ts'

const WIDTH_PX = 920
const HEIGHT_PX = 300

/** The nights of every scenario as a page of one file: what was found tonight, and the trend of each metric. */
export function trendPage(report: NightlyReport): string {
  const { at, commit, environment, nights } = report
  const body = html`<header>
      <h1>Nightly</h1>
      <p>${`${at}${commitText(commit)}`}</p>
      <p>${environment}</p>
    </header>
    <section>
      <h2>Tonight</h2>
      ${dataTable({ label: 'Tonight', head: nightHead, rows: nights.map(nightRow), words: [5] })}
    </section>
    ${nights.map((night, i) => scenarioSection(night, `scenario-${i}`))}`
  const verdicts = nights.map(({ scenario, verdict }) => `${scenario}: ${verdict}`).join(', ')
  return renderPage({
    title: `Nightly ${at.slice(0, 10)}`,
    description: `${verdicts}.`,
    body,
    charts: [],
    script: null,
  })
}

function scenarioSection(night: ScenarioNight, id: string): Html {
  const sameAgainstSame = sameAgainstSameText(night)
  const sentences = [...nightSentences(night), ...(sameAgainstSame === null ? [] : [sameAgainstSame])]
  const figures = trendFigures(night)
  return html`<section>
    <h2>${night.scenario}: ${night.verdict}</h2>
    ${sentences.map((sentence) => html`<p>${sentence}</p> `)}
    ${figures.map((figure) => trendSection(figure, `${id}-${figure.metric}`))}
    ${figures.length === 0 && html`<p>A trend is drawn from the first night on that is compared with a baseline.</p>`}
  </section>`
}

function trendSection(figure: TrendFigure, id: string): Html {
  const title = metricTitles[figure.metric]
  const label = `${title}: changes against the baseline, night by night`
  const svg = renderSvg(trendChart(figure), { id: `${id}-svg`, width: WIDTH_PX, height: HEIGHT_PX })
  const head = ['night', 'commit', title, 'change', '95 % interval', 'verdict']
  const data = dataTable({
    label,
    head,
    rows: figure.nights.map((night) => figureRow(night, figure)),
    words: [1, 5],
  })
  return figureCard({ id, title, label, reading: reading(figure), data, svg })
}

/** How to read a chart, with its own figures. */
function reading({ nights, kind, unit, gate, changedFrom }: TrendFigure): string {
  const first = 'Each mark is the change of a night against its baseline, with its 95 % interval.'
  const second =
    gate === null
      ? ''
      : ` An alarm takes a rise above the gate, ${formatSize(gate, kind, unit)} tonight, in two measurements of one night.`
  const changed = changedFrom === null ? undefined : nights[changedFrom]
  return `${first}${second}${changed === undefined ? '' : ` The figures changed with the night of ${changed.at.slice(0, 10)}.`}`
}

function figureRow(
  { at, commit, value, change, low, high, verdict }: TrendNight,
  figure: TrendFigure,
): string[] {
  const { kind, unit } = figure
  return [
    at,
    commit?.slice(0, 12) ?? NONE,
    value === null ? NONE : formatValue(value, unit),
    change === null ? NONE : formatChange(change, kind, unit),
    formatInterval(low, high, kind, unit),
    verdict,
  ]
}
