import type { CheckedVariant, LeakCheckReport } from '../../models/leak/leak-check-report.ts'
import { outcomeOfVariant } from '../../models/leak/leak-check-report.ts'
import { wrapText } from '../patches/wrap-text.ts'
import { type Paint, plainPaint } from '../terminal/paint.ts'
import { checkNotes, leakDetails, variantHead, variantRow } from './leak-check-rows.ts'
import { verdictSentences } from './leak-sentences.ts'
import { leakText, tableLines } from './leak-text.ts'

const COLUMNS = 80

/** A leak check for a terminal of 80 columns, ending with a newline: all of its only variant, or a line for each. */
export function leakCheckText(report: LeakCheckReport, paint: Paint = plainPaint): string {
  const { variants, planned } = report
  const [only] = variants
  const notes = checkNotes(report).flatMap((note) => wrapText(note, COLUMNS))
  const body = planned === 1 && only !== undefined ? leakText(only.hunt, paint) : severalText(report, paint)
  return notes.length === 0 ? body : `${body}\n${notes.join('\n')}\n`
}

function severalText({ name, variants }: LeakCheckReport, paint: Paint): string {
  const sections = [
    [paint.strong(`Leak check: ${name}`)],
    ...(variants.length === 0 ? [] : [variantTable(variants, paint)]),
    ...variants.flatMap((variant) => {
      const lines = variantLines(variant)
      return lines.length === 0 ? [] : [[paint.strong(variant.name), ...lines]]
    }),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function variantTable(variants: readonly CheckedVariant[], paint: Paint): string[] {
  const [head = '', ...rows] = tableLines([[...variantHead], ...variants.map(variantRow)], {
    words: [0, 1],
    places: [4],
  })
  const colours = { ok: paint.good, leak: paint.bad, unknown: paint.warn }
  return [head, ...rows.map((row, i) => colours[outcomeOfVariant(variants[i] as CheckedVariant)](row))]
}

/** Nothing of those of which their line says all. */
function variantLines(variant: CheckedVariant): string[] {
  const { verdict } = variant.hunt.verdict
  if (verdict !== 'leak' && verdict !== 'unknown' && verdict !== 'native-growth') return []
  return [...verdictSentences(variant.hunt.verdict), ...leakDetails(variant)].flatMap((sentence) =>
    wrapText(sentence, COLUMNS),
  )
}
