import type { ProfileArtifact } from '../../models/artifacts/profile.ts'
import type { Finding } from '../../models/diagnosis/finding.ts'
import type { HealthRow } from '../../models/diagnosis/judge-health.ts'
import { fitText } from '../terminal/fit-text.ts'
import { type Paint, plainPaint } from '../terminal/paint.ts'
import { breachWords, findingsHeadline, loadWords } from './profile-words.ts'

const COLUMNS = 80
/** Findings that a report shows; the page has all. */
const MOST_FINDINGS = 3
const INDENT = '   '

/** What is wrong with a target, what of its health is past a limit, and what is not known; for a terminal of 80 columns. */
export function hotPathsText(hotPaths: ProfileArtifact, paint: Paint = plainPaint): string {
  const { load, view, missing } = hotPaths
  return [
    ...(load === null ? [] : fitText(`Hot paths ${loadWords(hotPaths)}`, COLUMNS).map(paint.strong)),
    ...(view?.profile == null && (view?.findings ?? []).length === 0
      ? []
      : findingLines(view?.findings ?? [], paint)),
    ...(view?.health ?? [])
      .filter(({ state }) => state === 'breach')
      .flatMap((row) => breachLines(row, paint)),
    ...missing.flatMap((sentence) => fitText(sentence, COLUMNS, '  ')),
  ].join('\n')
}

function findingLines(findings: readonly Finding[], paint: Paint): string[] {
  return [
    ...fitText(findingsHeadline(findings), COLUMNS),
    ...findings
      .slice(0, MOST_FINDINGS)
      .flatMap(({ title, evidence, action }, i) => [
        ...fitText(`${i + 1}. ${title}`, COLUMNS, INDENT).map(i === 0 ? paint.bad : paint.strong),
        ...[evidence[0] ?? '', `To do: ${action}`]
          .filter((text) => text !== '')
          .flatMap((text) => fitText(text, COLUMNS - INDENT.length).map((line) => INDENT + line)),
      ]),
  ]
}

function breachLines(row: HealthRow, paint: Paint): string[] {
  return fitText(`${breachWords(row)} ${row.action}`, COLUMNS, '  ').map((line, i) =>
    i === 0 ? paint.bad(line) : line,
  )
}
