import { type Conclusion, isHardlyThePool } from '../../models/report/conclusion.ts'
import type { Verdict } from '../../models/report/report.ts'
import { type Compared, isWithdrawn } from '../../models/report/standing.ts'
import type { VerifiedStages } from '../../models/report/verified-stages.ts'
import { fitText } from './fit-text.ts'
import { formatChange, formatInterval, formatPrecision, formatShare, formatValue } from './format-value.ts'
import { type Paint, plainPaint } from './paint.ts'

/** What the verification says, and how precisely, in lines of at most 80 columns. */
export function conclusionText(
  report: Compared & { readonly stages: VerifiedStages | null },
  paint: Paint = plainPaint,
): string[] {
  const { conclusion, stages, beforeAfter } = report
  const consequence = isWithdrawn(report) ? ': the recommendation is withdrawn' : ''
  const tested = beforeAfter.filter(({ answer }) => answer !== null).length
  const paragraphs = [
    ...(stages === null ? [] : describeStages(stages)),
    `${tested < 2 ? '' : `Answers count for all figures together (Holm): a wrong "better" or "worse" comes up in at most 5 % of runs. `}≤ d: no difference larger than d.`,
  ]
  const lines = (paragraph: string) => fitText(paragraph, 80)
  const doubt = conclusion === null ? null : doubtOf(report)
  return [
    ...lines(describeConclusion(conclusion, consequence)).map(
      doubt === null ? answerPaint(conclusion, paint) : plainPaint.strong,
    ),
    ...describeFailures(beforeAfter, consequence)
      .flatMap(lines)
      .map(doubt === null ? paint.bad : plainPaint.strong),
    ...(doubt === null ? [] : lines(doubt)),
    ...hardlyThePool(report).flatMap(lines),
    ...paragraphs.flatMap(lines),
  ]
}

/** Where the P99 differs, and the pools did the same on both sides. */
function hardlyThePool({ conclusion, beforeAfter }: Compared): string[] {
  if (conclusion === null || !isHardlyThePool(conclusion)) return []
  const dials = beforeAfter.find(({ metric }) => metric === 'dialsPerSecond')?.effect
  const rates =
    dials == null ? '' : ` (${formatValue(dials.before, '1/s')} and ${formatValue(dials.after, '1/s')})`
  return [
    `That can hardly be the pool's doing: connections were opened as seldom on both sides${rates}, and requests waited alike for one. Something else on the machine or at the target changed.`,
  ]
}

/** What a comparison is worth that withdraws nothing; `null` where it counts. */
export function doubtOf({ verdict }: Pick<Compared, 'verdict'>): string | null {
  return DOUBTS[verdict.verdict] ?? null
}

const DOUBTS: Readonly<Partial<Record<Verdict['verdict'], string>>> = {
  GENERATOR_BOUND: 'But requests went out late (GENERATOR_BOUND): that proves nothing of the settings.',
  INCOMPLETE: 'But the comparison is not complete: that is not its last word.',
}

function answerPaint(conclusion: Conclusion | null, paint: Paint): (text: string) => string {
  if (conclusion === null || conclusion.answer === 'no-difference') return plainPaint.strong
  return conclusion.answer === 'better' ? paint.good : paint.bad
}

function describeConclusion(conclusion: Conclusion | null, consequence: string): string {
  if (conclusion === null) return 'The P99 has no interval, so nothing can be concluded.'
  const { answer, change, low, high, largestDifference } = conclusion
  if (answer === 'better')
    return `The P99 is better by ${formatShare(-change)} (95 %: ${range(-high, -low)}).`
  if (answer === 'worse') {
    return `The P99 is worse by ${formatShare(change)} (95 %: ${range(low, high)})${consequence}.`
  }
  const excluded = low > 0 || high < 0
  return [
    `The P99 shows no difference larger than ${formatPrecision(largestDifference)} (95 %: ${formatInterval(low, high)}).`,
    ...(excluded ? ['Its interval excludes zero, but not surely enough for one of several figures.'] : []),
  ].join(' ')
}

function range(low: number, high: number): string {
  return `${formatShare(low).replace(' %', '')} to ${formatShare(high)}`
}

/** A response time says nothing of requests that failed. */
function describeFailures(beforeAfter: Compared['beforeAfter'], consequence: string): string[] {
  const failures = beforeAfter.find(({ metric }) => metric === 'failureRate')
  if (failures?.answer?.answer !== 'worse' || failures.effect == null) return []
  const { change, low, high } = failures.effect
  return [
    `More requests fail: ${formatChange(change ?? 0, 'difference', 'share')} (95 %: ${formatInterval(low, high, 'difference', 'share')})${consequence}.`,
  ]
}

function describeStages({
  wanted,
  firstWindows,
  reachedFirst,
  windows,
  reached,
  needed,
}: VerifiedStages): string[] {
  if (reached === null) return []
  const wantedText = `wanted: ${formatPrecision(wanted)}`
  const short = reached > wanted && needed !== null && needed > windows
  const goal = short ? `${wantedText}, which takes about ${needed} windows` : wantedText
  if (windows === firstWindows) {
    return [`The ratio of the P99s is known to within ${formatPrecision(reached)} (${goal}).`]
  }
  const first =
    reachedFirst === null
      ? `The first ${firstWindows} windows could not tell the ratio of the P99s;`
      : `The first ${firstWindows} windows told the ratio of the P99s to within ${formatPrecision(reachedFirst)};`
  return [`${first} with ${windows - firstWindows} more, it is ${formatPrecision(reached)} (${goal}).`]
}
