import type { GeneratorHealth } from '../../models/measurement/generator-health.ts'
import { type Measurement, throughput } from '../../models/measurement/measurement.ts'
import { groupDigits } from '../bench/group-digits.ts'
import { msText, rateText } from './live-figures.ts'

export interface MeasuredStretch {
  readonly measurement: Measurement
  readonly generator: Pick<GeneratorHealth, 'latenessP99Ms'>
}

/** What a stretch of load measured, in one line. @param label what it was, such as `window 3 of 28, before` */
export function measuredLine(label: string, { measurement, generator }: MeasuredStretch): string {
  const { requests, response, connections, measuredMs } = measurement
  const { due, failed, dropped } = requests
  const ms = (value: number) => msText(Number.isNaN(value) ? null : value)
  const perSecond = (count: number) => rateText(measuredMs > 0 ? (1000 * count) / measuredMs : null)
  const answered = throughput(measurement)
  const facts = [
    `${rateText(Number.isFinite(answered) ? answered : null)} answered of ${perSecond(due)}`,
    `P50 ${ms(response.quantileMs(0.5))}, P99 ${ms(response.quantileMs(0.99))}`,
    `${groupDigits(failed)} failed${dropped === 0 ? '' : `, ${groupDigits(dropped)} dropped`}`,
    `${groupDigits(connections.dialed)} dialed`,
    `late by ${ms(generator.latenessP99Ms)} (P99)`,
  ]
  return `${label}: ${facts.join('; ')}`
}
