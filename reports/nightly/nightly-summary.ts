import type { NightVerdict } from '../../models/nightly/night-record.ts'
import { markdownParagraph, markdownText } from '../formats/markdown-text.ts'
import { nightHead, nightRow } from './night-row.ts'
import { commitText, nightSentences, sameAgainstSameText } from './night-sentences.ts'
import type { NightlyReport, ScenarioNight } from './nightly-report.ts'

/** GitHub drops the whole summary of a step that writes more than 1 MiB. */
export const MOST_SUMMARY_BYTES = 900_000

/** A nightly as GitHub-flavoured Markdown, of at most `MOST_SUMMARY_BYTES`: what is beyond is left out, and that said. */
export function nightlySummary(report: NightlyReport): string {
  const heading = `## Nightly: ${markdownText(`${report.at}${commitText(report.commit)}`)}\n\n${markdownText(report.environment)}\n`
  const table = [
    row([...nightHead]),
    row(nightHead.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...report.nights.map((night) => row(cells(night))),
  ]
  const kept: string[] = [heading]
  let bytes = byteLength(heading)
  const parts = [`${table.join('\n')}\n`, ...report.nights.map(scenarioPart)]
  for (const [i, part] of parts.entries()) {
    bytes += byteLength(part) + 1
    if (bytes > MOST_SUMMARY_BYTES - NOTICE_BYTES) {
      kept.push(
        `${parts.length - i} of ${parts.length} sections are left out: the summary would be too long.\n`,
      )
      break
    }
    kept.push(part)
  }
  return kept.join('\n')
}

const NOTICE_BYTES = 200

function scenarioPart(night: ScenarioNight): string {
  const sameAgainstSame = sameAgainstSameText(night)
  const sentences = [...nightSentences(night), ...(sameAgainstSame === null ? [] : [sameAgainstSame])]
  const lines = sentences.map((sentence) => `- ${markdownParagraph(sentence)}`)
  return `**${markdownText(night.scenario)}: ${marks[night.verdict]} ${night.verdict}**\n\n${lines.join('\n')}\n`
}

function cells(night: ScenarioNight): string[] {
  const [scenario = '', ...others] = nightRow(night).map(markdownText)
  return [scenario, ...others.slice(0, -1), `${marks[night.verdict]} ${night.verdict}`]
}

const marks: Readonly<Record<NightVerdict, string>> = {
  baseline: '📌',
  ok: '✅',
  improvement: '✅',
  regression: '❌',
  drift: '❌',
  unknown: '❔',
}

function row(texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`
}

/** In UTF-8. */
function byteLength(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) as number
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}
