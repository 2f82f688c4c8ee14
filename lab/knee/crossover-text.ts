import { findClient } from '../../models/clients/catalogue.ts'
import { fromStored } from '../../models/pool/settings.ts'
import { groupDigits } from '../bench/group-digits.ts'
import { formatLimit, formatTime } from '../simulate/format-time.ts'
import type { CrossoverDocument } from './crossover-document.ts'
import { LABEL, textRow } from '../bench/text-row.ts'

const DIGITS = 3

/**
 * Where a client's pool begins to dial, as the folk formula, the model and the sockets have it: for a terminal of 80
 * columns, ending with a newline.
 */
export function crossoverText(document: CrossoverDocument): string {
  const lines = [
    ...textRow('crossover', settingText(document)),
    ...textRow('', definitionText(document)),
    ...trialRows(document),
    ...textRow('measured', measuredText(document)),
    ...lateRows(document),
    ...textRow('formula', formulaText(document)),
    ...textRow('model', modelText(document)),
    ...textRow('rules', rulesText(document)),
  ]
  return `${lines.join('\n')}\n`
}

function settingText({ client, settings }: CrossoverDocument): string {
  const { maxIdlePerHost, idleTimeoutMs } = fromStored(settings)
  const kept = `idle connections kept: ${formatLimit(maxIdlePerHost)}; for how long: ${formatTime(idleTimeoutMs)}`
  return `where one process with the pool of ${findClient(client).title} begins to dial (${kept})`
}

function definitionText({ departureShare }: CrossoverDocument): string {
  const share = Math.round(1 / departureShare)
  return `that is where more than one request in ${share} dials, beyond the dials per second of the rate at which the smallest share does; arrivals at random (Poisson)`
}

function trialRows({ measured }: CrossoverDocument): string[] {
  const line = (cells: readonly string[]) =>
    ' '.repeat(LABEL) + cells.map((cell) => cell.padStart(CELL)).join('')
  return [
    line(['requests/s', 'dials/s', '± s.e.', 'that dial', 'late P99']),
    ...measured.trials.map(({ rate, dialsPerSecond, standardError, requests, dials, latenessP99Ms }) =>
      line([
        figure(rate),
        figure(dialsPerSecond),
        figure(standardError),
        `${((100 * dials) / Math.max(1, requests)).toFixed(1)} %`,
        formatTime(latenessP99Ms),
      ]),
    ),
  ]
}

const CELL = 12

function measuredText({ measured }: CrossoverDocument): string {
  const { rate, interval, floor, trials, endedBecause } = measured
  const early = endedBecause === null ? '' : `; ended early: ${endedBecause}`
  const highest = trials.at(-1)?.rate ?? Number.NaN
  if (measured.found === 'no-floor') {
    return `none: most requests dial at every rate, so that there is no floor to leave${early}`
  }
  if (rate === null && endedBecause !== null) {
    return `not found up to ${figure(highest)}/s, and not ruled out${early}`
  }
  if (rate === null) {
    return `none up to ${figure(highest)}/s: dials stay at their floor, ${figure(floor?.dialsPerSecond ?? 0)}/s${early}`
  }
  return `${figure(rate)}/s (${spanText(interval)})${early}`
}

function lateRows({ measured, model }: CrossoverDocument): string[] {
  const latest = Math.max(...measured.trials.map(({ latenessP99Ms }) => latenessP99Ms))
  if (latest <= Math.max(LEAST_LATENESS_MS, model.busyMs)) return []
  const late = `requests went out up to ${formatTime(latest)} late (P99), and connections are busy for ${formatTime(model.busyMs)}`
  return textRow('warning', `${late}: what is sent in bunches dials more, so that the crossover looks lower`)
}

const LEAST_LATENESS_MS = 1

function spanText([low, high]: CrossoverDocument['measured']['interval']): string {
  const from =
    low === null ? 'at no lower rate surely at the floor' : `surely at the floor up to ${figure(low)}/s`
  const to = high === null ? 'surely above it at none' : `surely above it from ${figure(high)}/s`
  return `${from}, ${to}`
}

function formulaText({ formula, settings, rttMs, offBy, measured }: CrossoverDocument): string {
  const { maxIdlePerHost, idleTimeoutMs } = fromStored(settings)
  if (formula === null) {
    return 'QPS ≈ (maxIdle × keepAlive⁻¹) / RTT says nothing here: it needs an idle cap and an idle timeout'
  }
  const terms = `(${maxIdlePerHost} / ${formatTime(idleTimeoutMs)}) / ${formatTime(rttMs)} = ${figure(formula)}`
  const unit = `of a unit 1/s², which is no rate: with times in minutes it would be ${figure(3600 * formula)}`
  const told = `${terms}, ${unit}`
  if (measured.rate === null || offBy.formulaFactor === null) {
    return `${told}; read as ${figure(formula)}/s there is nothing to compare it with`
  }
  return `${told}; read as ${figure(formula)}/s it is off by a factor of ${figure(offBy.formulaFactor)}`
}

function modelText({ model, offBy, measured }: CrossoverDocument): string {
  const from = `the simulated pool, connections busy for ${formatTime(model.busyMs)}, dials of ${formatTime(model.dialMs)}${beforehandText(model)}`
  if (model.found === 'no-floor') return `none: most requests dial at every rate; ${from}`
  if (model.rate === null) return `none in the range; ${from}`
  const off = offBy.model
  const compared = off === null ? '' : `, off by ${percent(off)}`
  const inside = off === null ? '' : insideText(model.rate, measured.interval)
  return `${figure(model.rate)}/s${compared}${inside}; ${from}`
}

function beforehandText({ beforehand, rate }: CrossoverDocument['model']): string {
  if (beforehand.rate === null || rate === null) return ''
  return ` (with the busy times of the lowest rate alone: ${figure(beforehand.rate)}/s)`
}

function insideText(rate: number, [low, high]: CrossoverDocument['measured']['interval']): string {
  const isInside = rate >= (low ?? 0) && rate <= (high ?? Infinity)
  return isInside ? ', within what was measured' : ', outside of what was measured'
}

function rulesText({ rules, offBy }: CrossoverDocument): string {
  const { little, idleChurn, busy } = rules
  if (little === null) return 'there is no idle cap, and so no rate at which it is reached'
  const off = offBy.littleFactor === null ? '' : ` (a factor of ${figure(offBy.littleFactor)} off)`
  const churn =
    idleChurn === null ? '' : `; expiry causes at most maxIdle / keepAlive = ${figure(idleChurn)} dials/s`
  return `of the right unit: as many are busy as may be idle at maxIdle / response time = ${figure(little)}/s${off}${churn}${busyText(busy)}`
}

function busyText(busy: CrossoverDocument['rules']['busy']): string {
  if (busy === null) return ''
  const share = (100 * busy.shareAtCap).toFixed(1)
  return `; at the crossover ${figure(busy.mean)} are busy on average (rate × busy time), and ${share} % of the requests find as many busy as may be idle`
}

function percent(relative: number): string {
  const amount = 100 * relative
  return `${amount < 0 ? '−' : '+'}${Math.abs(amount).toFixed(Math.abs(amount) < 10 ? 1 : 0)} %`
}

/** Three digits; whole from 1,000 up, and with an exponent where it is very small. */
function figure(value: number): string {
  if (value >= 1000) return groupDigits(value)
  if (value !== 0 && value < 1e-3) return value.toExponential(DIGITS - 1)
  return String(Number(value.toPrecision(DIGITS)))
}
