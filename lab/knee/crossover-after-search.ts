import type { Progress } from '../progress.ts'
import { groupDigits } from '../bench/group-digits.ts'
import type { BenchResult } from '../bench/bench-result.ts'
import { benchUpdate } from '../live/bench-update.ts'
import { measuredLine } from '../live/measured-line.ts'
import { UnusableRun } from '../unusable-run.ts'
import { crossoverDocument, type CrossoverDocument } from './crossover-document.ts'
import { planCrossover } from './crossover-plan.ts'
import { measureCrossover } from './measure-crossover.ts'
import type { KneeFlags } from './read-knee-plan.ts'
import type { KneeResult } from './run-knee.ts'

export interface AfterSearch {
  readonly signal: AbortSignal
  readonly progress: Pick<Progress, 'show' | 'say'>
}

/**
 * The crossover of a client's pool in front of the target whose capacity has been found: for about 15 s more.
 *
 * @returns `null` when the search found no rate that the target serves, was interrupted, or nothing could be measured,
 *   which is then said
 * @throws UsageError when a flag cannot be read
 */
export async function crossoverAfter(
  result: KneeResult,
  flags: KneeFlags,
  { signal, progress }: AfterSearch,
): Promise<CrossoverDocument | null> {
  const plan = signal.aborted ? null : planCrossover(result, flags)
  if (plan === null) return null
  const onProgress: Parameters<typeof measureCrossover>[1]['onProgress'] = (rate, moment) =>
    progress.show(benchUpdate(moment, plan.bench, `crossover ${rateName(rate)}`))
  const onBlock = (rate: number, block: BenchResult): void =>
    progress.say(measuredLine(`crossover ${rateName(rate)}`, block), 'detail')
  try {
    return crossoverDocument(await measureCrossover(plan, { signal, onProgress, onBlock }))
  } catch (error) {
    if (signal.aborted) return null
    if (!(error instanceof UnusableRun)) throw error
    progress.say(`note: no crossover was measured: ${error.message}`, 'warning')
    return null
  }
}

function rateName(rate: number): string {
  return `${groupDigits(rate, rate < 100 ? 1 : 0)}/s`
}
