import type { ProfileArtifact } from '../../models/artifacts/profile.ts'
import type { ProfileView } from '../../models/diagnosis/hot-path-view.ts'
import { dataTable } from '../html/data-table.ts'
import { type Html, html } from '../html/html.ts'
import { profileSection } from './profile-section.ts'
import { functionsTable } from './profile-tables.ts'
import { loadWords } from './profile-words.ts'

const ROWS = 20

/** What a run found of the target's hot paths, as sections of its page; nothing of a run that did not look for them. */
export function hotPathsSection(hotPaths: ProfileArtifact | null): Html | null {
  if (hotPaths === null) return null
  const { view, heap, goroutines, missing, load } = hotPaths
  return html`${view === null ? html`<h2>Where does the time go?</h2>` : profileSection(view)}
  ${load === null ? null : html`<p class="card">Profiled ${loadWords(hotPaths)}</p>`}
  ${stacksCard('What is live on the heap, by who allocated it', heap)}
  ${stacksCard('Where the goroutines are', goroutines)}
  ${missing.map((sentence) => html`<p class="card missing">${sentence}</p> `)}`
}

function stacksCard(title: string, profile: ProfileView | null): Html | null {
  if (profile === null) return null
  const { head, words, rows } = functionsTable(profile, ROWS)
  if (rows.length === 0) return null
  return html`<div class="card">
    <h3>${title}</h3>
    ${dataTable({ label: title, head, words: Array.from({ length: words }, (_, i) => i), rows })}
  </div>`
}
