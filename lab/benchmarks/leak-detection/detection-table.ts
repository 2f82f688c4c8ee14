import type { Estimate } from '../../../models/leak/leak-verdict.ts'
import type { Count, DetectionFigures } from './detection-figures.ts'
import type { DetectionCase } from './detection-case.ts'
import type { CaseOutcome } from './try-case.ts'

/** Of the columns; below 0 for text, which begins on the left. */
const WIDTHS = [-18, -8, 4, -26, 24, 24, 6, 6]

export const DETECTION_HEAD = row(
  ['trap', 'form', 'seed', 'verdict', 'heap B/request', 'external', 'checks', 's'],
  'first site; what keeps it',
)

/** A line for a hunt; what is not as it should be begins with `!`. */
export function detectionRow({ hunt, ...each }: CaseOutcome): string {
  const { heap, external } = hunt.verdict.measures
  const isWrong = !each.isRight || each.isNamed === false || each.isKindRight === false
  const reasons = [heap, external].flatMap((measure) => measure?.reason ?? [])
  const verdict = hunt.verdict.verdict === 'unknown' ? `unknown: ${reasons[0] ?? ''}` : hunt.verdict.verdict
  const cells = [
    `${isWrong ? '!' : ' '}${each.trap}`,
    each.form,
    String(each.seed),
    verdict,
    estimateText(heap?.bytesPerRequest),
    estimateText(external?.bytesPerRequest),
    String(hunt.checkpoints.length),
    each.seconds.toFixed(1),
  ]
  return row(cells, each.form === 'leaky' ? causeText(hunt) : '')
}

export function failureRow({ trap, form, seed }: DetectionCase, error: unknown): string {
  return row(
    [`!${trap}`, form, String(seed)],
    `failed: ${error instanceof Error ? error.message : String(error)}`,
  )
}

export function figuresText({ classified, named, kinds }: DetectionFigures): string {
  const part = (what: string, { right, all }: Count) => `${what.padEnd(34)} ${right} of ${all}\n`
  return (
    part('leaks found', classified.leaky) +
    part('fixed twins without a leak', classified.fixed) +
    part('limited growth without a leak', classified.bounded) +
    part('planted function ranked first', named) +
    part('kind of what keeps it', kinds)
  )
}

function causeText({ attribution, retained }: CaseOutcome['hunt']): string {
  const [site] = attribution?.sites ?? []
  const [path] = retained?.paths ?? []
  const file = site?.file.replace(/^.*\//, '') ?? ''
  const place =
    site === undefined ? 'no site' : `${site.functionName} ${file}:${site.line} ${percent(site.share)}`
  return `${place}; ${path === undefined ? 'no path' : `${path.kind} ${percent(path.share)}`}`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}

function estimateText(estimate: Estimate | null | undefined): string {
  if (estimate == null) return '-'
  const [low, high] = [estimate.low.toFixed(0), estimate.high.toFixed(0)]
  return `${estimate.value.toFixed(0)} (${low} to ${high})`
}

function row(cells: readonly string[], last: string): string {
  const padded = cells.map((cell, i) => {
    const width = WIDTHS[i] ?? 0
    return width < 0 ? cell.padEnd(-width) : cell.padStart(width)
  })
  return `${[...padded, last].join('  ').trimEnd()}\n`
}
