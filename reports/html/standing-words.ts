import type { RecommendArtifact } from '../../models/artifacts/recommend.ts'
import type { Report } from '../../models/report/report.ts'
import { isHardlyThePool } from '../../models/report/conclusion.ts'
import { missedEverySlo, modelDoubt } from '../../models/report/model-doubt.ts'
import { isSloOutOfReach, wasSweepDisturbed } from '../../models/report/slo-reach.ts'
import { isTrusted, isWithdrawn, whyWithheld } from '../../models/report/standing.ts'
import { NOT_VERIFIED } from '../wording/standing-title.ts'
import { formatShare, formatValue } from '../terminal/format-value.ts'
import { changedSettings } from './setting-words.ts'

/** What a run has to say, in the largest letters of its page. */
export interface Headline {
  readonly text: string
  readonly tone: 'good' | 'warn' | 'bad'
  /** One sentence that explains it. */
  readonly sentence: string
}

export function headlineOf(report: Report): Headline {
  const { recommendation } = report
  if (recommendation === null) {
    return { text: 'No recommendation yet', tone: 'warn', sentence: 'The run ended before it came to one.' }
  }
  if (isWithdrawn(report)) {
    return {
      text: 'Withdrawn: do not apply these settings',
      tone: 'bad',
      sentence: `On sockets, the recommended settings did worse than today's.${failuresSentence(report)} ${p99Sentence(report)}${sloSentence(report)}`,
    }
  }
  if (recommendation.unchanged) return keepHeadline(report)
  if (!isTrusted(report)) return unverifiedHeadline(report, recommendation)
  const set = `Set ${listOf(changedSettings(recommendation.before, recommendation.settings))}`
  return {
    text: isSloOutOfReach(report) ? `${set}; no setting of a pool will meet the SLO` : set,
    tone: 'good',
    sentence: `${p99Sentence(report)}${sloSentence(report)}`,
  }
}

function keepHeadline(report: Report): Headline {
  const isValid = report.verdict.verdict === 'VALID'
  const doubt = isValid ? modelDoubt(report) : null
  const caveat = doubt === null ? '' : ` But ${doubt}.`
  const keep = "Keep today's settings"
  return {
    text: isValid && isSloOutOfReach(report) ? `${keep}; no setting of a pool will meet the SLO` : keep,
    tone: isValid && doubt === null ? 'good' : 'warn',
    sentence: `The model found none that are enough of an improvement to be worth a change.${caveat}${isValid ? sloSentence(report) : ''}`,
  }
}

function unverifiedHeadline(report: Report, { before, settings }: RecommendArtifact): Headline {
  const { verdict } = report
  const would = `The model would set ${listOf(changedSettings(before, settings))}.`
  const withheld = whyWithheld(report)
  if (withheld === null) {
    return { text: NOT_VERIFIED, tone: 'warn', sentence: `${would} ${verdict.verdict}: ${verdict.why}.` }
  }
  const isHopeless = isSloOutOfReach(report)
  return {
    text: isHopeless ? 'No setting of a pool will help to meet the SLO' : NOT_VERIFIED,
    tone: isHopeless ? 'bad' : 'warn',
    sentence: `${would} But ${withheld.why}.${sloSentence(report)} To do: ${withheld.advice}.`,
  }
}

/** What the sweep says about the SLO where it missed it at every rate; begins with a space, empty otherwise. */
function sloSentence(report: Report): string {
  if (!missedEverySlo(report.capacity)) return ''
  return wasSweepDisturbed(report)
    ? ' The SLO was missed at every rate of the sweep, with P99s of more than twice what the verification measured: something else held up the machine or the target during the sweep.'
    : ' The sweep missed the SLO at its lowest rate already, over connections that were open before they were needed, and with no limit on them.'
}

/** What became of the P99, measured; empty where nothing was. */
function p99Sentence({ beforeAfter, conclusion, windows }: Report): string {
  const effect = beforeAfter.find(({ metric }) => metric === 'p99')?.effect
  if (effect == null) return ''
  const measured = `Measured in ${windows} windows of the schedule, the P99 went from ${effect.before.toFixed(1)} ms to ${effect.after.toFixed(1)} ms`
  if (conclusion === null) return `${measured}, from which nothing can be concluded.`
  const { answer, change, low, high } = conclusion
  if (answer === 'no-difference') return `${measured}, which is not surely a difference.`
  const ends = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b).map((end) => formatShare(end))
  const hardly = isHardlyThePool(conclusion) ? ", which can hardly be the pool's doing" : ''
  return `${measured}: ${formatShare(Math.abs(change))} ${answer} (95 %: ${ends.join(' to ')})${hardly}.`
}

/** A response time says nothing of requests that failed. */
function failuresSentence({ beforeAfter }: Report): string {
  const failures = beforeAfter.find(({ metric }) => metric === 'failureRate')
  if (failures?.answer?.answer !== 'worse' || failures.effect === null) return ''
  const { before, after } = failures.effect
  return ` More requests failed: ${formatValue(after, 'share')}, against ${formatValue(before, 'share')}.`
}

function listOf(texts: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(texts)
}
