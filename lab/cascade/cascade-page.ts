import type { CascadeView } from '../../models/root-cause/cascade-view.ts'
import { cascadeSection } from '../../reports/cascade/cascade-section.ts'
import { html } from '../../reports/html/html.ts'
import { renderPage } from '../../reports/html/page.ts'

/** A cascade's report as a page of one file, without JavaScript. The same view gives the same bytes. */
export function cascadePage(view: CascadeView): string {
  const title = `${view.name}: faults in a chain of services`
  return renderPage({
    title,
    description: `What was put into the services, and what was found of it from their traces and figures.`,
    body: html`<header class="hero">
        <p class="over"><span class="brand">kneepoint</span> <span>${view.name}</span></p>
        <h1>${title}</h1>
      </header>
      ${cascadeSection(view)}
      <footer>Written by kneepoint. This page fetches nothing.</footer>`,
    charts: [],
    script: null,
  })
}
