import type { CheckedVariant, LeakCheckReport } from '../../models/leak/leak-check-report.ts'
import type { LeakVerdict, MeasureVerdict } from '../../models/leak/leak-verdict.ts'
import { withoutControls } from '../terminal/text-width.ts'
import { formatBytes, formatEnds } from './format-growth.ts'
import { kindTitles } from './leak-rows.ts'

export const variantHead = ['variant', 'verdict', 'bytes a request', '95 %', 'allocated by'] as const

/** A variant on one line: what leaks, or else the heap. */
export function variantRow({ name, hunt }: CheckedVariant): string[] {
  const slope = leadingMeasure(hunt.verdict)?.bytesPerRequest ?? null
  const [site] = hunt.attribution?.sites ?? []
  const isGrowing = hunt.verdict.verdict === 'leak'
  return [
    name,
    hunt.verdict.verdict,
    slope === null ? '–' : formatBytes(slope.value),
    slope === null ? '–' : formatEnds(slope).replace('95 %: ', ''),
    isGrowing && site !== undefined ? withoutControls(`${site.functionName} ${placeOf(site)}`) : '–',
  ]
}

/** What is said of a variant beyond its verdict: where its leak was allocated, and what keeps it. */
export function leakDetails({ hunt }: CheckedVariant): string[] {
  if (hunt.verdict.verdict !== 'leak') return []
  const [site] = hunt.attribution?.sites ?? []
  const [path] = hunt.retained?.paths ?? []
  return [
    ...(site === undefined ? [] : [`Allocated by ${site.functionName} (${placeOf(site)}).`]),
    ...(path === undefined ? [] : [`Kept by ${kindTitles[path.kind]}: ${path.text}.`]),
  ].map(withoutControls)
}

/** What is to be known of a check as a whole and of its variants, one sentence each. */
export function checkNotes({ variants, notes, planned }: LeakCheckReport): string[] {
  const several = planned > 1
  const ofVariants = variants.flatMap((variant) =>
    variant.notes.map((note) => (several ? `${variant.name}: ${note}` : note)),
  )
  const left = planned - variants.length
  return [
    ...notes,
    ...ofVariants,
    ...lifetimeNotes(variants),
    ...(left > 0 ? [`It ended early: ${left} of ${planned} were not checked.`] : []),
  ].map(withoutControls)
}

/** A cache whose entries have a time to live does not shrink before that is over. */
function lifetimeNotes(variants: readonly CheckedVariant[]): string[] {
  const found = variants.filter(({ hunt, leaks }) => hunt.verdict.verdict === 'leak' && !leaks)
  if (found.length === 0) return []
  const longestMs = Math.max(...found.map(({ hunt }) => hunt.checkpoints.at(-1)?.atMs ?? 0))
  return [
    `What is kept on purpose for longer than the ${Math.ceil(longestMs / 1000)} s that was looked at, as by a cache with a time to live, looks the same as a leak.`,
  ]
}

function leadingMeasure({ causes, measures: { heap, external, rss } }: LeakVerdict): MeasureVerdict | null {
  if (causes.includes('buffers') && !causes.includes('heap')) return external
  return heap ?? external ?? rss
}

function placeOf({ file, line }: { readonly file: string; readonly line: number }): string {
  const name = file.split('/').slice(-2).join('/')
  return line > 0 ? `${name}:${line}` : name
}
