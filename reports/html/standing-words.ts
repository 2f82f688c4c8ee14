import type { Report } from '../../models/report/report.ts'
import { isTrusted, isWithdrawn } from '../../models/report/standing.ts'
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
      sentence: `On sockets, the recommended settings did worse than today's.${failuresSentence(report)} ${p99Sentence(report)}`,
    }
  }
  if (recommendation.unchanged) {
    return {
      text: "Keep today's settings",
      tone: report.verdict.verdict === 'VALID' ? 'good' : 'warn',
      sentence: 'The model found none that are enough of an improvement to be worth a change.',
    }
  }
  if (!isTrusted(report)) {
    return {
      text: 'Not verified, so not recommended yet',
      tone: 'warn',
      sentence: `The model would set ${listOf(changedSettings(recommendation.before, recommendation.settings))}. ${report.verdict.verdict}: ${report.verdict.why}.`,
    }
  }
  return {
    text: `Set ${listOf(changedSettings(recommendation.before, recommendation.settings))}`,
    tone: 'good',
    sentence: p99Sentence(report),
  }
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
  return `${measured}: ${formatShare(Math.abs(change))} ${answer} (95 %: ${ends.join(' to ')}).`
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
