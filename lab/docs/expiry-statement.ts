import type { ExpiryRule, SweepRule } from '../../models/pool/policy.ts'
import { timeText } from './setting-value-text.ts'

/** How idle connections are found to be idle for too long, in sentences. */
export function expiryStatement(rule: ExpiryRule): string {
  switch (rule.kind) {
    case 'timer':
      return rule.grainMs === 0
        ? 'By a timer, at the moment itself.'
        : `By a timer, whose time is rounded down to a multiple of ${timeText(rule.grainMs)}.`
    case 'checked':
      return [checked[rule.when], rule.sweep === null ? NO_SWEEP : sweepText(rule.sweep)].join(' ')
    case 'swept':
      return `Only by sweeps: until the next one, a connection is handed out however long it was idle. ${sweepText(rule.sweep)}`
    case 'halved':
      return `There is no idle timeout. Every ${timeText(rule.periodMs)} while any are idle, about half of those beyond the need${rule.spareConns === 0 ? '' : ` and ${rule.spareConns} to spare`} are closed, the oldest first; a connection that comes back is kept only up to the need.`
    default:
      throw new RangeError(`kind is not known: ${JSON.stringify(rule satisfies never)}`)
  }
}

const checked = {
  taken: 'They are looked at when a request would take them.',
  'any-request': 'All of them are looked at whenever any request comes or ends.',
} as const

const NO_SWEEP = 'Until then they stay open, and count as idle.'

function sweepText({ timeoutShare, minMs, grainMs, unlimitedMs, runs }: SweepRule): string {
  return `A sweep closes what is past its time ${periodText(timeoutShare, minMs, grainMs)}${unlimitedText(unlimitedMs)}, ${started[runs]}.`
}

const started: Readonly<Record<SweepRule['runs'], string>> = {
  'from-creation': 'counted from when the pool was made',
  'from-first-idle': 'counted from its first idle connection',
  'while-idle': 'counted while any connection is idle',
}

function periodText(timeoutShare: number, minMs: number, grainMs: number): string {
  const rounded = grainMs === 0 ? '' : `, rounded up to a multiple of ${timeText(grainMs)}`
  if (timeoutShare === 0) return `every ${timeText(minMs)}${rounded}`
  const share =
    timeoutShare === 1 ? 'once in an idle timeout' : `${1 / timeoutShare} times in an idle timeout`
  const least = minMs === 0 ? '' : `, but not more often than every ${timeText(minMs)}`
  return `${share}${least}${rounded}`
}

function unlimitedText(unlimitedMs: number): string {
  return unlimitedMs === Infinity ? '' : ` (every ${timeText(unlimitedMs)} where there is none)`
}
