import { comparedMetrics, type ComparedMetricName } from '../../models/compare/compared-source.ts'
import type { EquivalenceMargin } from '../../models/compare/judge-equivalence.ts'
import { readShare } from '../simulate/read-quantity.ts'
import { UsageError } from '../usage-error.ts'

/** Metrics of the target are shown, and not tested. */
const testable = comparedMetrics.filter((metric) => metric !== 'rssPeak' && metric !== 'gcPause')

/** Unless `--within-rare` says otherwise, and at most what `--within` says. */
const RARE_SHARE = 0.01

/**
 * @param text names of metrics with commas between them
 * @returns `null` where nothing was said
 * @throws UsageError for a name that is none
 */
export function readTestedMetrics(text: string | undefined): readonly ComparedMetricName[] | null {
  if (text === undefined) return null
  return text.split(',').map((name) => {
    const found = testable.find((metric) => metric === name.trim())
    if (found !== undefined) return found
    throw new UsageError(`--metrics: '${name.trim()}' is none of ${testable.join(', ')}`)
  })
}

/**
 * @returns `null` without `--within`
 * @throws UsageError when a margin is no share above 0
 */
export function readEquivalenceMargin(flags: {
  readonly within?: string
  readonly withinRare?: string
}): EquivalenceMargin | null {
  if (flags.within === undefined) {
    if (flags.withinRare === undefined) return null
    throw new UsageError('--within-rare: it goes with --within')
  }
  const within = readMargin('--within', flags.within)
  const rareShare =
    flags.withinRare === undefined
      ? Math.min(within, RARE_SHARE)
      : readMargin('--within-rare', flags.withinRare)
  return { within, rareShare }
}

function readMargin(option: string, text: string): number {
  const share = readShare(option, text)
  if (share > 0) return share
  throw new UsageError(`${option}: '${text}' must be above 0: no measurement shows that two things are equal`)
}
