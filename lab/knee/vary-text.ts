import { ENOUGH_SHARE } from '../../models/knee/stops-helping.ts'
import { uslPeak } from '../../models/knee/usl.ts'
import { wrapText } from '../../reports/patches/wrap-text.ts'
import { groupDigits } from '../bench/group-digits.ts'
import { formatTime } from '../simulate/format-time.ts'
import type { VaryDocument } from './vary-document.ts'
import { countText } from './vary-explanation.ts'
import type { Varied } from './vary-plan.ts'
import type { VaryPoint } from './vary-result.ts'

const COLUMNS = 80
const LABEL = 13
const CELLS = [11, 12, 21, 10, 10] as const
const NOTHING = '–'

/** Where more stops helping, for a terminal of 80 columns, ending with a newline. */
export function varyText(document: VaryDocument): string {
  const { explanation, verdict, seed, notes } = document
  const lines = [
    `${document.method} ${document.target}`,
    '',
    ...row('varied', variedText(document)),
    ...row('machine', machineText(document)),
    '',
    line([document.vary, 'answers/s', '95 %', 'P99 ms', 'CPU']),
    ...document.points.map(pointLine),
    '',
    ...row('enough', enoughText(document)),
    ...explanation.flatMap((sentence) => row('', sentence)),
    ...uslRows(document),
    ...notes.flatMap((note) => row('note', note)),
    '',
    ...row('verdict', `${verdict.verdict}: ${verdict.figure}`),
    ...(verdict.advice === null ? [] : row('', verdict.advice)),
    ...row('seed', String(seed)),
  ]
  return `${lines.join('\n')}\n`
}

function row(label: string, text: string): string[] {
  const [first = '', ...more] = wrapText(text, COLUMNS - LABEL)
  return [`${label.padEnd(LABEL)}${first}`, ...more.map((each) => ' '.repeat(LABEL) + each)]
}

function line(cells: readonly string[]): string {
  return cells.map((cell, i) => cell.padStart(CELLS[i] ?? 0)).join('')
}

function pointLine({ n, throughput, interval, p99Ms, cpuShare }: VaryPoint): string {
  return line([
    String(n),
    rateText(throughput),
    interval === null ? NOTHING : `${rateText(interval[0])} to ${rateText(interval[1])}`,
    p99Ms === null ? NOTHING : groupDigits(p99Ms, p99Ms < 100 ? 2 : 0),
    cpuShare === null ? NOTHING : `${Math.round(100 * cpuShare)} %`,
  ])
}

function variedText({
  vary,
  usersPerThread,
  client,
  driver,
  blockMs,
  points,
  durationMs,
}: VaryDocument): string {
  const blocks = Math.max(0, ...points.map((point) => point.blocks))
  const time = `${blocks} blocks of ${formatTime(blockMs)} each, ${formatTime(1000 * Math.round(durationMs / 1000))} in all`
  const pool = `${driver} driver`
  if (vary === 'connections') {
    return `connections of one load thread, a request waiting for each (${pool}); ${time}`
  }
  const users = `${usersPerThread} ${usersPerThread === 1 ? 'user' : 'users'} without pauses`
  const what =
    vary === 'pods'
      ? `client processes, imitated by threads, each with the pool of ${client} and ${users}`
      : `load threads of one client, each with ${users}`
  return `${what} (${pool}); ${time}`
}

function machineText({ processors, targetIsLocal }: VaryDocument): string {
  const { cores, physicalCores, quotaCores } = processors
  const physical = physicalCores === null ? 'physical cores not known' : `${physicalCores} physical`
  const quota = quotaCores === null ? 'no CPU quota' : `a CPU quota of ${Number(quotaCores.toFixed(2))}`
  return `${cores} logical cores, ${physical}, ${quota}; the target is ${targetIsLocal ? 'on this machine' : 'elsewhere'}`
}

function enoughText({ stopsHelping, best, vary, points }: VaryDocument): string {
  if (stopsHelping === null || best === null) return 'not known: nothing was answered'
  const { n, interval } = stopsHelping
  const [low, high] = interval
  const doubt = low === high ? '' : ` (from ${low} to ${high}, by the intervals)`
  const most = points.find((point) => point.n === best)?.throughput ?? Number.NaN
  const share = Math.round(100 * (1 - ENOUGH_SHARE))
  return `${countText(n, vary)}${doubt}: within ${share} % of the best, ${rateText(most)}/s with ${best}`
}

function uslRows({ usl, vary }: VaryDocument): string[] {
  if (usl === null) return []
  const { alpha, beta, gamma, peakConcurrency, peakThroughput } = usl
  const law = `α contention ${figure(alpha)}, β coherency ${figure(beta)}, γ ${figure(gamma)}/s with one`
  const interval = usl.intervals.peakConcurrency
  const high = interval === null ? null : interval[1]
  const doubt =
    interval === null
      ? ''
      : high === null
        ? ` (95 %: ${figure(interval[0])} or more)`
        : ` (95 %: ${figure(interval[0])} to ${figure(high)})`
  const peak =
    peakConcurrency === null || peakThroughput === null
      ? `no peak: ${noPeakText(usl, vary)}`
      : `peak at ${figure(peakConcurrency)} ${vary}${doubt}, ${rateText(peakThroughput)}/s`
  return [...row('scalability', law), ...row('', peak)]
}

function noPeakText({ alpha, beta, reach }: NonNullable<VaryDocument['usl']>, vary: Varied): string {
  if (alpha === 1) return `throughput does not grow with more ${vary}`
  if (beta === 0) return `throughput is not lost with many ${vary}`
  const peak = uslPeak({ alpha, beta, gamma: 1 }).concurrency
  return `the fit puts it at ${figure(peak)} ${vary}, too far beyond the ${figure(reach)} that were tried`
}

function rateText(rate: number): string {
  return groupDigits(rate, rate < 100 ? 1 : 0)
}

function figure(value: number): string {
  if (value >= 1000) return groupDigits(value)
  if (value !== 0 && value < 1e-4) return value.toExponential(1)
  return String(Number(value.toPrecision(3)))
}
