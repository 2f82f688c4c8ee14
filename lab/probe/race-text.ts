import type { RaceInterval } from '../../models/probe/describe-race.ts'
import type { ProbeDocument } from './probe-document.ts'
import { stretchText } from './seconds-text.ts'
import { LABEL, textRow } from '../bench/text-row.ts'

type Race = NonNullable<ProbeDocument['race']>

/** Which requests met the server's close, and a table of all by idle time. */
export function raceText(race: Race): string[] {
  return [...textRow('race', summary(race)), '', ...table(race.byIdleTime)]
}

function summary({ outcomes, sent, failed, failedShare, window, counts }: Race): string {
  const times = outcomes.map(({ idleMs }) => idleMs)
  const near = `${stretchText(Math.min(...times), Math.max(...times))} idle`
  const fresh =
    counts.fresh === 0 ? '' : `; ${counts.fresh} ${counts.fresh === 1 ? 'was' : 'were'} seen closed in time`
  if (sent === 0) return `none of ${outcomes.length} requests near the close went out (${near})${fresh}`
  if (window === null) {
    const none = sent === 1 ? 'the one request' : `none of ${sent} requests`
    const failing = sent === 1 ? 'did not fail' : 'failed'
    return `${none} sent near the close ${failing} (${near})${fresh}. The window is about a round trip and the event loop's lag: the shorter they are, the rarer such failures`
  }
  const widthMs = window.toMs - window.fromMs
  const wide = widthMs < 0.01 ? '' : `, a window of ${Number(widthMs.toPrecision(2))} ms`
  return `${failed} of ${sent} requests sent near the close failed (${(100 * failedShare).toFixed(0)} %), after ${stretchText(window.fromMs, window.toMs)} idle${wide}${fresh}`
}

const CELL = 10
const RESULTS = ['answered', 'reset', 'closed', 'silent', 'fresh'] as const

function table(intervals: readonly RaceInterval[]): string[] {
  const rows = intervals.map(({ fromMs, toMs, counts }) => [
    stretchText(fromMs, toMs),
    ...RESULTS.map((result) => (counts[result] === 0 ? '–' : String(counts[result]))),
  ])
  return [['idle', ...RESULTS], ...rows].map(([first = '', ...cells]) => {
    const label = ' '.repeat(LABEL) + first.padEnd(20)
    return label + cells.map((cell) => cell.padStart(CELL - 1)).join('')
  })
}
