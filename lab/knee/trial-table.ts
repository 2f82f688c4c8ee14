import type { StagedTrial } from '../../models/knee/capacity-search-result.ts'
import { meetsGoal, type SearchGoal } from '../../models/knee/search-goal.ts'
import { groupDigits } from '../bench/group-digits.ts'
import type { KneeTrial } from './knee-trial.ts'
import { percent } from './knee-verdict.ts'

const STAGE = 9
const CELL = 10
const OUTCOME = 11
const NOTHING = '–'

/** Trials in the order in which they were made, 80 columns wide. */
export function trialTable(trials: ReadonlyArray<StagedTrial<KneeTrial>>, goal: SearchGoal): string[] {
  return [
    line('trial', ['offered/s', 'achieved', 'P50 ms', 'P99 ms', 'lost', 'late ms'], ''),
    ...trials.map((trial) =>
      line(
        trial.stage,
        [
          rateText(trial.rate),
          trial.achievedRate === null ? NOTHING : rateText(trial.achievedRate),
          timeText(trial.p50Ms),
          timeText(trial.p99Ms),
          percent(trial.lossRatio),
          timeText(trial.generator?.latenessP99Ms ?? null),
        ],
        outcomeOf(trial, goal),
      ),
    ),
  ]
}

/** A trial as one line, while the search goes on. */
export function trialLine(trial: StagedTrial<KneeTrial>, goal: SearchGoal): string {
  const late = trial.generator?.latenessP99Ms ?? null
  return [
    `${trial.stage} ${rateText(trial.rate)}/s: ${outcomeOf(trial, goal)}`,
    `${trial.achievedRate === null ? NOTHING : rateText(trial.achievedRate)}/s answered`,
    `P50 ${timeText(trial.p50Ms)} ms, P99 ${timeText(trial.p99Ms)} ms`,
    `${percent(trial.lossRatio)} lost`,
    `late by ${timeText(late)} ms (P99)`,
  ].join('; ')
}

function outcomeOf(trial: StagedTrial<KneeTrial>, goal: SearchGoal): string {
  const isMet = meetsGoal(trial, goal)
  if (trial.stage === 'recover') return isMet ? 'well' : 'not well'
  if (trial.generatorBound) return 'no proof'
  return isMet ? 'met' : 'missed'
}

function line(label: string, cells: readonly string[], outcome: string): string {
  const figures = cells.map((text) => text.padStart(CELL)).join('')
  return `${label.padEnd(STAGE)}${figures}${outcome.padStart(OUTCOME)}`.trimEnd()
}

function rateText(rate: number): string {
  return groupDigits(rate, rate < 100 ? 1 : 0)
}

function timeText(ms: number | null): string {
  if (ms === null) return NOTHING
  return groupDigits(ms, ms < 100 ? 2 : 0)
}
