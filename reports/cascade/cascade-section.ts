import type { CascadeInjection, CascadeView } from '../../models/root-cause/cascade-view.ts'
import { dataTable } from '../html/data-table.ts'
import { type Html, html, trusted } from '../html/html.ts'
import { callGraphFigure } from './call-graph-figure.ts'
import {
  answerSentence,
  baselineSentence,
  cascadeHeadline,
  changeSentences,
  figuresHead,
  figuresRows,
  injectionTitle,
  judgeAnswer,
  kindTitle,
  namedCause,
  suspectRows,
  suspectsHead,
} from './cascade-words.ts'

/** Faults and what was found of each, as a section of a page. */
export function cascadeSection(view: CascadeView): Html {
  return html`<section id="cascade">
    <style>
      ${trusted(style)}
    </style>
    <h2>What is at fault?</h2>
    <p class="answer">${cascadeHeadline(view)}</p>
    ${view.injections.length > 1 ? overview(view) : null} ${view.injections.map(injectionCard)}
    ${view.notes.map((note) => html`<p class="notes">${note}</p> `)}
  </section>`
}

function overview({ injections }: CascadeView): Html {
  const rows = injections.map((injection) => {
    const { injected, baseline } = injection
    const cause = namedCause(injection)
    return [
      injected === null ? 'not known' : `${injected.service}: ${kindTitle(injected.kind)}`,
      cause === null ? 'nothing' : `${cause.service}: ${kindTitle(cause.kind)}`,
      judgedWords(injection),
      baseline[0] ?? '–',
    ]
  })
  const head = ['put in', 'found', 'answer', 'most errors']
  return html`<div class="card">
    ${dataTable({ label: 'What was put in, and what was found', head, rows, words: [1, 2, 3] })}
  </div>`
}

function judgedWords(injection: CascadeInjection): Html | string {
  const judged = judgeAnswer(injection)
  if (judged === null) return '–'
  return html`<span class="pill ${judged.tone}">${judged.words}</span>`
}

function injectionCard(injection: CascadeInjection, index: number): Html {
  const { diagnosis } = injection
  const cause = namedCause(injection)
  const culprit = cause === null ? null : { service: cause.service, what: kindTitle(cause.kind) }
  return html`<div class="card">
    <h3>${injectionTitle(injection, index)}</h3>
    <div class="cascade">
      <div>
        <p><strong>${answerSentence(injection)}</strong></p>
        <ul>
          ${(cause?.evidence ?? []).map((sentence) => html`<li>${sentence}</li> `)}
        </ul>
        ${cause === null || cause.advice === '' ? null : html`<p>To do: ${cause.advice}</p>`}
        ${[baselineSentence(injection), ...diagnosis.notes].map(
          (sentence) => html`<p class="notes">${sentence}</p> `,
        )}
      </div>
      <div class="scroll" role="region" aria-label="Calls between the services" tabindex="0">
        ${callGraphFigure(diagnosis.graph, culprit, `calls-${index}`)}
      </div>
    </div>
    ${dataTable({ label: 'Before and after', head: figuresHead, rows: figuresRows(injection) })}
    ${changeSentences(injection).map((sentence) => html`<p>${sentence}</p> `)}
    ${cause === null ? null : suspects(injection)}
  </div>`
}

function suspects(injection: CascadeInjection): Html {
  return html`<details>
    <summary>All that was found</summary>
    ${dataTable({ label: 'Suspects', head: suspectsHead, rows: suspectRows(injection), words: [1] })}
  </details>`
}

/** The graph beside the words where there is room, and below them where there is none. */
const style = [
  '.cascade{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:flex-start}',
  '.cascade>:first-child{flex:1 1 340px;min-width:0}',
  '.cascade>.scroll{flex:0 1 auto;margin:0 auto .8em}',
  '.cascade svg{display:block;max-width:none;height:auto}',
  '.cascade+.scroll{margin-top:4px}',
].join('\n')
