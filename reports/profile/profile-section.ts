import type { Finding } from '../../models/diagnosis/finding.ts'
import type { HotPathView, ProfileView } from '../../models/diagnosis/hot-path-view.ts'
import type { HealthRow } from '../../models/diagnosis/judge-health.ts'
import { dataTable } from '../html/data-table.ts'
import { type Html, html, type Part } from '../html/html.ts'
import { flameGraph } from './flame-graph.ts'
import {
  blocksTable,
  functionsTable,
  healthTable,
  type ProfileTable,
  raised,
  sitesTable,
  stateWords,
  waitsTable,
} from './profile-tables.ts'
import { findingsHeadline, profiledWords } from './profile-words.ts'

/** Rows of the tables of functions that a page has; the view may have more. */
const ROWS = 20

/** Where a target's time went and what is wrong with it, as a section of a page. */
export function profileSection(view: HotPathView): Html {
  const { profile, waits } = view
  return html`<section id="hot-paths">
    <h2>Where does the time go?</h2>
    ${findingsCard(view.findings)} ${profile === null ? notProfiled : profileCards(profile)}
    ${tableCard(waitsTable(waits))} ${healthCard(view)}
  </section>`
}

const notProfiled = html`<p class="card missing">
  No CPU profile was taken, so no function is named: it takes the probe inside the target's process, or its
  pprof address.
</p>`

function findingsCard(findings: readonly Finding[]): Html {
  if (findings.length === 0) return html`<p class="card">${findingsHeadline(findings)}</p>`
  return html`<div class="card note-bad">
    <h3>${findingsHeadline(findings)}</h3>
    <ol>
      ${findings.map(
        ({ title, evidence, action }) =>
          html`<li>
            <b>${title}</b> ${evidence.join(' ')}
            <br />
            To do: ${action}
          </li> `,
      )}
    </ol>
  </div>`
}

function profileCards(profile: ProfileView): Html {
  return html`${flameCard(profile)} ${tableCard(sitesTable(profile, ROWS))} ${tableCard(blocksTable(profile))}
  ${tableCard(functionsTable(profile, ROWS))}`
}

function flameCard(profile: ProfileView): Html | null {
  const { flames } = profile
  if (flames.boxes.length === 0) return null
  const title = 'Hot paths'
  return html`<figure class="card" id="flames">
    <h3>${title}</h3>
    <p>
      ${profiledWords(profile)} The wider a box, the more of it was spent in that function and in what it
      called, which stands below it. Point at a box to see its figures; the tables below have those of the
      dearest.
    </p>
    ${flameGraph(flames, `Flame graph: ${profiledWords(profile)} The tables below have the dearest functions.`)}
  </figure>`
}

function tableCard(table: ProfileTable): Html | null {
  if (table.rows.length === 0) return null
  return html`<div class="card">
    <h3>${table.title}</h3>
    ${tableOf(table, table.rows)}
  </div>`
}

function tableOf({ title, head, words }: ProfileTable, rows: ReadonlyArray<readonly Part[]>): Html {
  return dataTable({ label: title, head, words: Array.from({ length: words }, (_, i) => i), rows })
}

function healthCard(view: HotPathView): Html {
  const table = healthTable(view)
  const rows = table.rows.map((row, i) => {
    const health = view.health[i]
    return row.map((cell, column) => (column === 1 && health !== undefined ? stateCell(health) : cell))
  })
  return html`<div class="card">
    <h3>${table.title}</h3>
    ${tableOf(table, rows)}
    ${raised(view.health).map(
      ({ title, state, meaning, action }) =>
        html`<p><b>${title}</b> (${stateWords[state]}): ${meaning} ${action}</p> `,
    )}
  </div>`
}

function stateCell({ state }: HealthRow): Html {
  const look = { fine: 'pill good', watch: 'pill warn', breach: 'pill bad', unknown: 'was' }[state]
  return html`<span class="${look}">${stateWords[state]}</span>`
}
