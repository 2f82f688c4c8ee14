import type {
  RatedConstraint,
  RecommendArtifact,
  RatedSettings,
  Robustness,
} from '../../models/artifacts/recommend.ts'
import type { Report } from '../../models/report/report.ts'
import { plainNumber } from '../charts/chart-words.ts'
import { formatValue } from '../terminal/format-value.ts'
import { constraintTitles } from '../wording/constraint-titles.ts'
import { dataTable } from './data-table.ts'
import { type Html, html, type Part } from './html.ts'
import { settingName, settingValue } from './setting-words.ts'

/** What decided: the reasons, the constraints, what else may come, and what was next best. */
export function choiceCards({ recommendation }: Report): Html | null {
  if (recommendation === null) return null
  const { reasons, constraints = [], robustness } = recommendation
  return html`<div class="card">
      <h3>The reasons, with their figures</h3>
      <ul>
        ${reasons.map((reason) => html`<li>${reason}</li>`)}
      </ul>
    </div>
    ${alternativesCard(recommendation)} ${constraints.length === 0 ? null : constraintsCard(constraints)}
    ${robustness === undefined ? null : strainsCard(robustness)}`
}

const columns = ['idleTimeoutMs', 'maxIdlePerHost', 'maxConnsPerHost'] as const

function alternativesCard({ today, chosen, runnersUp }: RecommendArtifact): Html {
  const row = (name: Part, { settings, dialsPerSecond, meanMs, p99Ms, idleConnections }: RatedSettings) => [
    name,
    ...columns.map((setting) => settingValue(setting, settings[setting])),
    formatValue(p99Ms, 'ms'),
    formatValue(meanMs, 'ms'),
    formatValue(dialsPerSecond, '1/s'),
    plainNumber(idleConnections),
  ]
  return html`<div class="card">
    <h3>What the model expects of these settings, and of the runners-up</h3>
    ${dataTable({
      label: 'Settings and what the model expects of them',
      head: ['', ...columns.map(settingName), 'P99', 'mean', 'dials', 'idle kept'],
      rows: [
        row('today', today),
        row(html`<strong>chosen</strong>`, chosen),
        ...runnersUp.map((each, i) => row(`runner-up ${i + 1}`, each)),
      ],
    })}
  </div>`
}

function constraintsCard(constraints: readonly RatedConstraint[]): Html {
  return html`<div class="card">
    <h3>Constraints</h3>
    ${dataTable({
      label: 'Constraints',
      head: ['', 'kept', 'used of what there is', 'in words'],
      words: [1, 3],
      stacks: true,
      rows: constraints.map(({ name, holds, binds, figures, sentence }) => [
        constraintTitles[name],
        holds
          ? html`<span class="answer-better">✓ kept${binds ? ', binds' : ''}</span>`
          : html`<span class="answer-worse">✗ not kept</span>`,
        figures,
        html`<span class="prose">${sentence}</span>`,
      ]),
    })}
    <p>A constraint binds where it decides: without it, other settings would have been chosen.</p>
  </div>`
}

function strainsCard({ strains, sentences }: Robustness): Html {
  return html`<div class="card">
    <h3>Under other loads and slower services</h3>
    <ul>
      ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
    ${
      strains.length === 0
        ? null
        : dataTable({
            label: 'Strains',
            head: ['load', 'service time', 'P99', 'P99 without a limit', 'holds'],
            words: [4],
            rows: strains.map(({ strain, p99Ms, unlimitedP99Ms, failures }) => [
              `× ${plainNumber(strain.load)}`,
              `× ${plainNumber(strain.serviceTime)}`,
              formatValue(p99Ms, 'ms'),
              formatValue(unlimitedP99Ms, 'ms'),
              failures.length === 0
                ? html`<span class="answer-better">✓ yes</span>`
                : html`<span class="answer-worse">✗ no</span>
                    <span class="prose">${failures.join('; ')}</span>`,
            ]),
          })
    }
  </div>`
}
