import { findClient } from '../../models/clients/catalogue.ts'
import type { RecommendArtifact } from '../../models/artifacts/recommend.ts'
import type { Report } from '../../models/report/report.ts'
import { isTrusted, isWithdrawn, whyWithheld } from '../../models/report/standing.ts'
import type { RenderedPatch } from '../patches/render-patches.ts'
import { reportPatches } from '../terminal/report-text.ts'
import { formatChange, formatInterval, formatValue } from '../terminal/format-value.ts'
import { metricTitles } from '../wording/metric-titles.ts'
import { dataTable } from './data-table.ts'
import { type Html, html } from './html.ts'
import { settingName, settingValue, shownSettings } from './setting-words.ts'
import { headlineOf } from './standing-words.ts'

/** Title, verdict and answer; what to set, and the patch that sets it. */
export function changeSection(report: Report): Html {
  const { recommendation, missing } = report
  return html`${heading(report)}
  ${
    missing.length === 0
      ? null
      : html`<section class="card note-warn">
          <h2>This run is not complete</h2>
          <p>It lacks:</p>
          <ul>
            ${missing.map((each) => html`<li>${each}</li>`)}
          </ul>
        </section>`
  }
  ${recommendation === null ? null : whatToChange(report, recommendation)}`
}

function heading(report: Report): Html {
  const { text, tone, sentence } = headlineOf(report)
  const { verdict, name, plan, startedAt } = report
  return html`<header class="hero ${tone}">
    <p class="over">
      <span class="brand">kneepoint</span> <span>${name}</span>
      <span>${plan} run of ${startedAt.slice(0, 16).replace('T', ' ')} UTC</span>
      <span class="pill ${verdictTone(verdict.verdict)}">${verdict.verdict}</span>
    </p>
    <h1>${text}</h1>
    <p class="answer">${sentence}</p>
    ${tiles(report)}
  </header>`
}

function verdictTone(verdict: Report['verdict']['verdict']): 'good' | 'warn' | 'bad' {
  if (verdict === 'VALID') return 'good'
  return verdict === 'INCOMPLETE' ? 'warn' : 'bad'
}

/** The figures that were tested, before and after. */
function tiles({ beforeAfter }: Report): Html | null {
  const tested = beforeAfter.filter(({ effect, answer }) => effect !== null && answer !== null)
  if (tested.length === 0) return null
  return html`<div class="tiles">
      ${tested.map(({ metric, unit, kind, effect, answer }) => {
        if (effect === null) return null
        const change = effect.change === null ? '–' : formatChange(effect.change, kind, unit)
        return html`<div class="tile ${answer?.answer ?? ''}">
          <div class="tile-name">${metricTitles[metric]}</div>
          <div class="is">${formatValue(effect.after, unit)}</div>
          <div class="was">before ${formatValue(effect.before, unit)}</div>
          <div class="tile-change">
            <b>${change}</b> <span>${formatInterval(effect.low, effect.high, kind, unit)}</span>
          </div>
        </div>`
      })}
    </div>
    <p class="caption">After, before, and the change with its 95 % interval.</p>`
}

function whatToChange(report: Report, recommendation: RecommendArtifact): Html {
  const patches = reportPatches(report)
  return html`<section id="change">
    <h2>What should I change?</h2>
    <div class="card">
      <h3>The pool of ${findClient(recommendation.client).title}</h3>
      ${settingsTable(report, recommendation)}
    </div>
    ${patches.length === 0 ? noPatch(report, recommendation) : patchCards(patches)}
  </section>`
}

function settingsTable(report: Report, { client, before, settings, unchanged }: RecommendArtifact): Html {
  const { native } = findClient(client)
  const after = isWithdrawn(report) ? 'was tried' : isTrusted(report) ? 'set to' : 'by the model'
  return dataTable({
    label: 'Settings of the pool',
    head: ['', 'today', unchanged ? 'to be kept' : after],
    rows: shownSettings(before, settings).map((name) => {
      const value = settingValue(name, settings[name])
      return [
        html`${settingName(name)} <code class="native">${native[name]?.name ?? 'cannot be set'}</code>`,
        settingValue(name, before[name]),
        before[name] === settings[name] ? value : html`<strong class="changed">${value}</strong>`,
      ]
    }),
  })
}

function noPatch(report: Report, { unchanged }: RecommendArtifact): Html {
  if (isWithdrawn(report)) {
    return html`<p class="card note-bad">
      There is no patch, since the recommendation is withdrawn: on sockets it did worse.
    </p>`
  }
  if (unchanged) return html`<p class="card">There is no patch, since there is nothing to change.</p>`
  const withheld = whyWithheld(report)
  const toDo = withheld?.advice ?? report.verdict.advice
  return html`<p class="card note-warn">
    There is no patch, since the settings were not
    verified${withheld === null ? null : html`: ${withheld.why}`}.${toDo === null ? null : html` To do: ${toDo}.`}
  </p>`
}

function patchCards([own, ...others]: readonly RenderedPatch[]): Html {
  return html`${
      own === undefined
        ? null
        : html`<div class="card own">
            <h3>${own.title} <span class="file">${own.fileName}</span></h3>
            ${patchBody(own)}
          </div>`
    }
    <h3>The same for other clients</h3>
    <div class="clients">
      ${others.map(
        (patch) =>
          html`<details name="client">
            <summary>${patch.title} <span class="file">${patch.fileName}</span></summary>
            ${patchBody(patch)}
          </details> `,
      )}
    </div>`
}

function patchBody({ client, fileName, language, text, notes }: RenderedPatch): Html {
  const id = `patch-${client}-${fileName.replace(/[^\w-]/g, '-')}`
  return html`${copyable(id, text, language)}
  ${
    notes.length === 0
      ? null
      : html`<ul class="notes">
          ${notes.map((note) => html`<li>${note}</li>`)}
        </ul>`
  }`
}

/** Text with a button that copies it. */
export function copyable(id: string, text: string, language: string): Html {
  return html`<div class="copyable">
    <button type="button" class="copy" data-copy="${id}" hidden>Copy</button>
    <pre tabindex="0"><code id="${id}" class="language-${language}">${text}</code></pre>
  </div>`
}
