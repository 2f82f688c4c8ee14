import { mergeStretches, readMeasurement } from '../../models/measurement/measurement.ts'
import { judgeNight } from '../../models/nightly/judge-night.ts'
import type { NightBlock, NightJudgement, NightRecord } from '../../models/nightly/night-record.ts'
import { needsAgain } from '../../models/nightly/suspect.ts'
import { type ComparedMetric, compareBeforeAfter } from '../../models/report/before-after.ts'
import { compactMeasurement } from './compact-measurement.ts'
import type { MeasuredWindow } from './measured-window.ts'
import { blocksToPin, pairsInterleaved, pairsWithItself, pairsWithPinned } from './night-pairs.ts'
import { whyUntrusted } from './why-untrusted.ts'

/** What tonight is compared with; `nothing` where it is to be pinned. */
export type NightComparison =
  | { readonly kind: 'interleaved' }
  | { readonly kind: 'pinned'; readonly blocks: readonly NightBlock[] }
  | { readonly kind: 'nothing' }

export interface NightWork {
  readonly comparison: NightComparison
  /** Measures the whole night, all windows; called once more before an alarm is raised. */
  readonly measure: () => Promise<readonly MeasuredWindow[]>
  /** Nights of before under the same conditions, oldest first. */
  readonly history: readonly NightRecord[]
  readonly identity: NightIdentity
}

export type NightIdentity = Pick<
  NightRecord,
  | 'schemaVersion'
  | 'at'
  | 'scenario'
  | 'scenarioHash'
  | 'seed'
  | 'commit'
  | 'environment'
  | 'client'
  | 'settings'
>

/** Measures a night and says what came of it. @throws what `measure` throws */
export async function concludeNight(work: NightWork): Promise<NightRecord> {
  const { comparison, history, identity } = work
  const against = comparison.kind === 'interleaved' ? 'interleaved' : 'pinned'
  const windows = await work.measure()
  const sameAgainstSame = compareBeforeAfter(pairsWithItself(windows), { seed: identity.seed })
  const metrics = compare(comparison, windows, identity)
  const isToBePinned = comparison.kind === 'nothing'
  let untrusted = whyUntrusted(windows, isToBePinned)
  const isSuspect = untrusted === null && !isToBePinned && needsAgain(metrics, history, against)
  const windowsAgain = isSuspect ? await work.measure() : []
  if (isSuspect) untrusted = whyUntrusted(windowsAgain, isToBePinned)
  const again = isSuspect ? compare(comparison, windowsAgain, identity) : null
  const judged = judgeNight({
    metrics: isToBePinned ? sameAgainstSame : metrics,
    again,
    sameAgainstSame,
    history,
    against,
  })
  return {
    ...identity,
    against,
    metrics,
    again,
    sameAgainstSame,
    measured: measuredTonight([...windows, ...windowsAgain]),
    judgement:
      untrusted === null ? (isToBePinned ? pinned(judged, sameAgainstSame) : judged) : unknown(untrusted),
    ...(isToBePinned && untrusted === null ? { blocks: blocksToPin(windows) } : {}),
  }
}

function compare(
  comparison: NightComparison,
  windows: readonly MeasuredWindow[],
  { seed }: NightIdentity,
): ComparedMetric[] {
  if (comparison.kind === 'nothing') return []
  const pairs =
    comparison.kind === 'interleaved'
      ? pairsInterleaved(windows)
      : pairsWithPinned(comparison.blocks, windows)
  return compareBeforeAfter(pairs, { seed })
}

function measuredTonight(windows: readonly MeasuredWindow[]): NightRecord['measured'] {
  const blocks = windows.flatMap(({ tonight, tonightAgain }) => [tonight, tonightAgain])
  return compactMeasurement(mergeStretches(blocks.map(({ measured }) => readMeasurement(measured))))
}

function pinned({ falseAlarm }: NightJudgement, sameAgainstSame: readonly ComparedMetric[]): NightJudgement {
  const why = `Pinned: later nights are compared with this one.${restlessness(sameAgainstSame)}`
  return { verdict: 'baseline', why, findings: [], falseAlarm }
}

/** Beyond this, as a share, a mean response is known too badly to compare much with it. */
const RESTLESS = 0.1

/** A pinned night that was disturbed makes all later comparisons coarse. */
function restlessness(sameAgainstSame: readonly ComparedMetric[]): string {
  const mean = sameAgainstSame.find(({ metric }) => metric === 'mean')
  const known = mean?.answer?.largestDifference ?? 0
  if (known <= RESTLESS) return ''
  return ` Its mean response agrees with itself only within ${(100 * known).toFixed(0)} %: pin a quieter night with --pin.`
}

function unknown(why: string): NightJudgement {
  return { verdict: 'unknown', why, findings: [], falseAlarm: false }
}
