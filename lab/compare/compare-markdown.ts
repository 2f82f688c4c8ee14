import type { Comparison } from '../../models/compare/compare-sources.ts'
import type { Equivalence } from '../../models/compare/judge-equivalence.ts'
import { compareHead, compareNotes, compareRow, describeSource } from '../../reports/terminal/compare-text.ts'

/** A comparison as a table of GitHub-flavoured Markdown, for a comment or a summary; ends with a newline. */
export function compareMarkdown(comparison: Comparison, equivalence: Equivalence | null): string {
  const lines = [
    `- A: ${escaped(describeSource(comparison.a))}`,
    `- B: ${escaped(describeSource(comparison.b))}`,
    '',
    row(compareHead),
    row(compareHead.map((_, column) => (column === 0 ? '---' : '---:'))),
    ...comparison.metrics.map((figure) => row(compareRow(figure).map(escaped))),
    '',
    ...compareNotes(comparison, equivalence).map((note) => `- ${escaped(note)}`),
  ]
  return `${lines.join('\n')}\n`
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Names of files and answers of targets may hold what Markdown takes for its own. */
function escaped(text: string): string {
  return text.replace(/[\\|`*_<>[\]]/g, String.raw`\$&`)
}
