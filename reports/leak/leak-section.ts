import type { GrowthAttribution } from '../../models/leak/attribute-growth.ts'
import type { LeakReport } from '../../models/leak/leak-report.ts'
import type { RetainedGrowth } from '../../models/heap-snapshot/retained-growth.ts'
import { figureCard } from '../html/chart-figure.ts'
import { dataTable } from '../html/data-table.ts'
import { type Html, html } from '../html/html.ts'
import { formatCount, formatMemory } from './format-growth.ts'
import {
  formatShareOf,
  groupHead,
  groupRow,
  kindTitles,
  measureHead,
  measureRows,
  siteHead,
  siteRow,
} from './leak-rows.ts'
import { verdictSentences } from './leak-sentences.ts'
import { memoryFigure } from './memory-figure.ts'

/**
 * A leak check on a page: the verdict, memory over requests, where it was allocated, and what keeps it.
 *
 * @param id of the section, where a page has several @param title of the section
 */
export function leakSection(report: LeakReport, id = 'leak', title = 'Does it leak?'): Html {
  const { verdict, attribution, retained } = report
  const look = { leak: 'note-bad', 'native-growth': 'note-warn', unknown: 'note-warn' } as const
  const note = Object.entries(look).find(([name]) => name === verdict.verdict)?.[1] ?? ''
  return html`<section id="${id}">
    <h2>${title}</h2>
    <div class="card ${note}">
      ${verdictSentences(verdict).map((sentence) => html`<p><strong>${sentence}</strong></p>`)}
      ${dataTable({
        label: 'Growth of heap, external memory and resident set',
        head: [...measureHead],
        words: [1],
        rows: measureRows(verdict),
      })}
    </div>
    ${memoryCard(report, id === 'leak' ? 'memory' : `memory-${id}`)}
    ${attribution === null ? null : sitesCard(attribution)}
    ${retained === null ? null : retainedCard(retained)}
  </section>`
}

function memoryCard({ checkpoints, verdict }: LeakReport, id: string): Html | null {
  const { heap } = verdict.measures
  const judgedFromRequests = heap?.judgedFromRequests ?? 0
  const svg = memoryFigure({ checkpoints, judgedFromRequests, slope: heap?.bytesPerRequest ?? null })
  if (svg === '') return null
  const bytes = (value: number | null) => (value === null ? '–' : formatMemory(value))
  return figureCard({
    id,
    title: 'Memory after forced collections',
    label: 'Memory over requests',
    reading: `Each point is a checkpoint after a full collection: what is there has something that keeps it. The dashed red line is the slope of the heap, after the warm-up.`,
    svg,
    data: dataTable({
      label: 'Checkpoints',
      head: ['requests', 'heap', 'external', 'RSS'],
      rows: checkpoints.map(({ requests, heapUsedBytes, externalBytes, rssBytes }) => [
        formatCount(requests),
        bytes(heapUsedBytes),
        bytes(externalBytes),
        bytes(rssBytes),
      ]),
    }),
  })
}

function sitesCard({ sites }: GrowthAttribution): Html {
  return html`<div class="card">
    <h3>Where it was allocated</h3>
    ${
      sites.length === 0
        ? html`<p>No function’s objects have grown for sure.</p>`
        : dataTable({
            label: 'Functions whose objects stay',
            head: [...siteHead],
            words: [1],
            rows: sites.map(siteRow),
          })
    }
    <p class="caption">
      From samples of live objects. The place is where the function begins: the profile knows no lines within
      it.
    </p>
  </div>`
}

function retainedCard({ paths, groups, objectsFollowed }: RetainedGrowth): Html {
  return html`<div class="card">
      <h3>What keeps it</h3>
      ${dataTable({
        label: 'What keeps new objects',
        head: ['kept by', 'path', 'of growth'],
        words: [1],
        rows: paths.map(({ kind, text, share }) => [
          kindTitles[kind],
          html`<code>${text}</code>`,
          formatShareOf(share),
        ]),
      })}
      <p class="caption">
        Shortest paths of ${formatCount(objectsFollowed)} objects that were not there before.
      </p>
    </div>
    <div class="card">
      <h3>What grew</h3>
      ${dataTable({ label: 'Objects that grew', head: [...groupHead], rows: groups.map(groupRow) })}
    </div>`
}
