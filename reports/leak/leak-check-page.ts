import type { LeakCheckReport, LeakOutcome } from '../../models/leak/leak-check-report.ts'
import { dataTable } from '../html/data-table.ts'
import { type Html, html } from '../html/html.ts'
import { renderPage } from '../html/page.ts'
import { checkNotes, variantHead, variantRow } from './leak-check-rows.ts'
import { leakSection } from './leak-section.ts'

const titles: Readonly<Record<LeakOutcome, string>> = {
  ok: 'No leak that was not expected',
  leak: 'It leaks',
  unknown: 'It cannot be said',
}

/** A leak check as a page of one file, without JavaScript. The same report gives the same bytes. */
export function leakCheckPage(report: LeakCheckReport): string {
  const title = titleOf(report)
  return renderPage({
    title: `${report.name}: ${title}`,
    description: title,
    body: html`${heroSection(report, title)} ${sections(report)} ${howSection(report)}
      <footer>Written by kneepoint. This page fetches nothing.</footer>`,
    charts: [],
    script: null,
  })
}

function titleOf({ outcome, variants, planned }: LeakCheckReport): string {
  const isExpected = variants.some(({ leaks }) => leaks)
  if (outcome === 'ok' && !isExpected) return 'No leak'
  const other = variants.some(({ hunt, leaks }) => leaks && hunt.verdict.verdict !== 'leak')
  if (outcome === 'leak' && other && planned > 1) return 'Not as expected'
  return titles[outcome]
}

function heroSection(report: LeakCheckReport, title: string): Html {
  const { name, plan, startedAt, outcome, variants } = report
  const isGood = outcome === 'ok'
  return html`<header class="hero${isGood ? '' : ' bad'}">
    <p class="over">
      <span class="brand">kneepoint</span> <span>${name}</span> <span>${plan} leak check</span>
      <span>${startedAt}</span> <span class="pill ${isGood ? 'good' : 'bad'}">${outcome}</span>
    </p>
    <h1>${title}</h1>
    ${dataTable({
      label: 'Variants',
      head: [...variantHead],
      words: [1, 4],
      rows: variants.map(variantRow),
    })}
  </header>`
}

function sections({ variants, planned }: LeakCheckReport): readonly Html[] {
  if (planned === 1) return variants.map(({ hunt }) => leakSection(hunt))
  return variants.map(({ name, hunt }) => leakSection(hunt, `leak-${name}`, `Does ${name} leak?`))
}

function howSection(report: LeakCheckReport): Html {
  const { environment, seed, scenarioHash, command, variants } = report
  return html`<section id="method">
    <h2>How it was measured</h2>
    <div class="card">
      <p>
        After a warm-up, the target was sent the same number of requests again and again. After each time,
        when all were answered, its garbage was collected, and what was left of its memory was read.
      </p>
      ${checkNotes(report).map((sentence) => html`<p>${sentence}</p> `)}
      ${dataTable({
        label: 'Targets',
        head: ['variant', 'target'],
        rows: variants.map((each) => [each.name, html`<span class="prose">${each.target}</span>`]),
        words: [1],
      })}
      <p>Seed ${seed}, on ${environment}. Hash <span class="hash">${scenarioHash}</span>.</p>
      <pre tabindex="0">${command}</pre>
    </div>
  </section>`
}
