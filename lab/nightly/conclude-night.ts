import { mergeStretches, readMeasurement } from '../../models/measurement/measurement.ts'
import { judgeNight } from '../../models/nightly/judge-night.ts'
import type { NightBlock, NightJudgement, NightRecord } from '../../models/nightly/night-record.ts'
import { needsAgain, needsThird } from '../../models/nightly/suspect.ts'
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
  /** Measures the whole night, all windows; called once or twice more before an alarm is raised. */
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
  const isToBePinned = comparison.kind === 'nothing'
  const [first, second, third] = await measureUntilClear(work, against)
  const sameAgainstSame = compareBeforeAfter(pairsWithItself(first.windows), { seed: identity.seed })
  const untrusted = (third ?? second ?? first).untrusted
  const measuredAgain = {
    again: second?.metrics ?? null,
    ...(third === undefined ? {} : { third: third.metrics }),
  }
  const judged = judgeNight({
    metrics: isToBePinned ? sameAgainstSame : first.metrics,
    ...measuredAgain,
    sameAgainstSame,
    history,
    against,
  })
  const all = [first, second, third].flatMap((measured) => measured?.windows ?? [])
  return {
    ...identity,
    against,
    metrics: first.metrics,
    ...measuredAgain,
    sameAgainstSame,
    measured: measuredTonight(all),
    judgement:
      untrusted === null ? (isToBePinned ? pinned(judged, sameAgainstSame) : judged) : unknown(untrusted),
    ...(isToBePinned && untrusted === null ? { blocks: blocksToPin(first.windows) } : {}),
  }
}

interface Measured {
  readonly windows: readonly MeasuredWindow[]
  /** Against the baseline; empty where there is none. */
  readonly metrics: readonly ComparedMetric[]
  /** What is in the way of a verdict; `null` where nothing is. */
  readonly untrusted: string | null
}

/** Once where nothing passes its gate, twice where something does, and a third time where the second leaves that open. */
async function measureUntilClear(
  { comparison, measure, history, identity }: NightWork,
  against: NightRecord['against'],
): Promise<[Measured, Measured?, Measured?]> {
  const isToBePinned = comparison.kind === 'nothing'
  const measureOnce = async (): Promise<Measured> => {
    const windows = await measure()
    const metrics = compare(comparison, windows, identity)
    return { windows, metrics, untrusted: whyUntrusted(windows, isToBePinned) }
  }
  const first = await measureOnce()
  if (isToBePinned || first.untrusted !== null || !needsAgain(first.metrics, history, against)) return [first]
  const second = await measureOnce()
  const isClear = !needsThird(first.metrics, second.metrics, history, against)
  return second.untrusted !== null || isClear ? [first, second] : [first, second, await measureOnce()]
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
