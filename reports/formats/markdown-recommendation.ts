import type { RatedConstraint, RecommendArtifact } from '../../models/artifacts/recommend.ts'
import { clients } from '../../models/clients/catalogue.ts'
import type { PoolSettingName } from '../../models/pool/settings.ts'
import type { Report } from '../../models/report/report.ts'
import { isTrusted } from '../../models/report/standing.ts'
import type { RenderedPatch } from '../patches/render-patches.ts'
import { standingTitle } from '../wording/standing-title.ts'
import { knownPatches } from './known-patches.ts'
import type { MarkdownBlock, MarkdownTable } from './markdown-blocks.ts'
import { codeBlock, htmlText, markdownParagraph, markdownText } from './markdown-text.ts'

/** What to set and why, and the patches for it. */
export function markdownRecommendation(report: Report): MarkdownBlock[] {
  const { recommendation } = report
  if (recommendation === null) return []
  return [
    `## ${headingOf(report, recommendation)}`,
    settingsTable(recommendation),
    ...reasonBlocks(recommendation),
    ...patchBlocks(knownPatches(report)),
    ...constraintBlocks(recommendation.constraints ?? []),
  ]
}

function headingOf(report: Report, { unchanged }: RecommendArtifact): string {
  if (unchanged) return "Keep today's settings"
  return isTrusted(report) ? 'What to change' : standingTitle(report)
}

/** Those that are recommended always; others where they are limited or change. */
const RECOMMENDED = new Set<string>(['idleTimeoutMs', 'maxIdlePerHost', 'maxConnsPerHost'])

function settingsTable({ client, before, settings, unchanged }: RecommendArtifact): MarkdownTable {
  const native = clients.find(({ name }) => name === client)?.native ?? {}
  const names = (Object.keys(settings) as PoolSettingName[]).filter(
    (name) => RECOMMENDED.has(name) || before[name] !== settings[name] || settings[name] !== null,
  )
  const rows = names.map((name) => {
    const own = native[name]?.name
    const shown = name.replace(/Ms$/, '')
    return [
      own === undefined || own === shown ? shown : `${shown} (${own})`,
      settingText(name, before[name]),
      ...(unchanged ? [] : [settingText(name, settings[name])]),
    ]
  })
  return { head: ['Setting', 'today', ...(unchanged ? [] : ['recommended'])], rows }
}

function settingText(name: string, value: number | null | undefined): string {
  if (value == null) return 'no limit'
  return name.endsWith('Ms') ? `${value / 1000} s` : String(value)
}

function reasonBlocks({ reasons, robustness }: RecommendArtifact): string[] {
  const points = [...reasons, ...(robustness?.sentences ?? [])]
  return points.length === 0 ? [] : [points.map((point) => `- ${markdownParagraph(point)}`).join('\n')]
}

/** That of the scenario's own client, which comes first, open; the others folded. */
function patchBlocks([own, ...others]: readonly RenderedPatch[]): string[] {
  if (own === undefined) return []
  return [...patchParts(own), ...foldedPatches(others)]
}

function foldedPatches(patches: readonly RenderedPatch[]): string[] {
  if (patches.length === 0) return []
  const summary = htmlText(`The same for ${patches.length} other clients`)
  return [`<details><summary>${summary}</summary>`, ...patches.flatMap(patchParts), '</details>']
}

function patchParts({ title, fileName, text, language, notes }: RenderedPatch): string[] {
  return [
    `**${markdownText(title)}** (${markdownText(fileName)}):`,
    codeBlock(text, language),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${markdownParagraph(note)}`).join('\n')]),
  ]
}

function constraintBlocks(constraints: readonly RatedConstraint[]): MarkdownBlock[] {
  if (constraints.length === 0) return []
  const rows = constraints.map(({ name, holds, binds, figures, sentence }) => [
    name,
    `${holds ? 'kept' : 'NOT KEPT'}${binds ? ', binds' : ''}`,
    figures,
    sentence,
  ])
  return ['### Constraints', { head: ['Constraint', 'Result', 'Used', 'In words'], rows }]
}
