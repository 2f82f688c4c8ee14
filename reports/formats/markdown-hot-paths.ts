import type { ProfileArtifact } from '../../models/artifacts/profile.ts'
import { breachWords, findingsHeadline, loadWords } from '../profile/profile-words.ts'
import type { MarkdownBlock } from './markdown-blocks.ts'
import { markdownParagraph, markdownText } from './markdown-text.ts'

/** What is wrong with the target by its profile, and its health where that is past a limit. */
export function markdownHotPaths(hotPaths: ProfileArtifact | null): MarkdownBlock[] {
  if (hotPaths === null) return []
  const { load, view, missing } = hotPaths
  const findings = view?.findings ?? []
  const breaches = (view?.health ?? []).filter(({ state }) => state === 'breach')
  return [
    '## Hot paths',
    ...(load === null ? [] : [markdownParagraph(`Profiled ${loadWords(hotPaths)}`)]),
    ...(view === null ? [] : [markdownParagraph(findingsHeadline(findings))]),
    ...listOf(
      findings.map(
        ({ title, evidence, action }) =>
          `**${markdownText(title)}** ${markdownText(evidence.join(' '))} To do: ${markdownText(action)}`,
      ),
      '1.',
    ),
    ...listOf(
      breaches.map((row) => markdownParagraph(`${breachWords(row)} ${row.action}`)),
      '-',
    ),
    ...missing.map(markdownParagraph),
  ]
}

function listOf(items: readonly string[], marker: string): string[] {
  return items.length === 0 ? [] : [items.map((item) => `${marker} ${item}`).join('\n')]
}
