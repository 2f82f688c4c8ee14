import { type Activity } from '../../models/diagnosis/activity.ts'
import { fileWords } from '../../models/diagnosis/figure-words.ts'
import type { HotPathView, ProfileView } from '../../models/diagnosis/hot-path-view.ts'
import type { HealthRow, HealthState } from '../../models/diagnosis/judge-health.ts'
import type { Wait } from '../../models/diagnosis/waits.ts'
import type { BlockCause } from '../../models/profile/block-causes.ts'
import { formatShare, formatValue } from '../terminal/format-value.ts'
import { costShare, formatCost, plainCount } from './format-cost.ts'

/** A table as text and page alike have it: the first cells are words, the others figures. */
export interface ProfileTable {
  readonly title: string
  readonly head: readonly string[]
  /** How many columns are words, from the first. */
  readonly words: number
  readonly rows: ReadonlyArray<readonly string[]>
}

/** A path of more characters is shown by its end. */
const LONGEST_PATH = 18

/** The dearest functions by what they cost themselves. */
export function functionsTable({ functions, unit, busy }: ProfileView, limit: number): ProfileTable {
  return {
    title: unit === 'microseconds' ? 'Functions by their own time' : 'Functions by what they cost themselves',
    head: ['function', 'where', 'self', '', 'with callees', ''],
    words: 2,
    rows: functions
      .slice(0, limit)
      .map((each) => [
        each.functionName,
        fileWords(each, LONGEST_PATH),
        formatCost(each.self, unit),
        costShare(each.self, busy),
        formatCost(each.total, unit),
        costShare(each.total, busy),
      ]),
  }
}

/** The user's own code by what it did with its time. */
export function sitesTable({ sites, busy }: ProfileView, limit: number): ProfileTable {
  return {
    title: 'Time by place in your code, and what was done there',
    head: ['function', 'where', 'does', 'time', ''],
    words: 3,
    rows: sites
      .slice(0, limit)
      .map(({ site, activity, callee, us }) => [
        site.functionName,
        fileWords(site, LONGEST_PATH),
        callee ?? activityWords[activity],
        formatCost(us, 'microseconds'),
        costShare(us, busy),
      ]),
  }
}

export function blocksTable({ blocks }: ProfileView): ProfileTable {
  return {
    title: 'What blocked the event loop for 10 ms or more',
    head: ['function', 'where', 'through', 'blocks', 'longest', 'in all'],
    words: 3,
    rows: blocks.map((block) => [
      ...blamed(block),
      plainCount(block.blocks),
      formatValue(block.longestMs, 'ms'),
      formatValue(block.totalMs, 'ms'),
    ]),
  }
}

export function waitsTable(waits: readonly Wait[]): ProfileTable {
  return {
    title: 'What requests waited for',
    head: ['name', 'kind', 'waits', 'mean', 'longest', 'taken at the end'],
    words: 2,
    rows: waits.map(({ name, kind, waits: count, totalMs, maxMs, busy }) => [
      name,
      kind,
      plainCount(count),
      formatValue(totalMs / count, 'ms'),
      maxMs === null ? '–' : formatValue(maxMs, 'ms'),
      busy === null ? '–' : plainCount(busy),
    ]),
  }
}

export function healthTable({ health }: Pick<HotPathView, 'health'>): ProfileTable {
  return {
    title: 'Health',
    head: ['check', 'state', 'figure', 'watch from', 'breach from'],
    words: 2,
    rows: health.map((row) => [
      row.title,
      stateWords[row.state],
      healthFigure(row, row.value),
      healthFigure(row, row.watchAt),
      healthFigure(row, row.breachAt),
    ]),
  }
}

export const stateWords: Readonly<Record<HealthState, string>> = {
  fine: 'fine',
  watch: 'watch',
  breach: 'breach',
  unknown: 'not available',
}

/** Checks that somebody should know about. */
export function raised(health: readonly HealthRow[]): HealthRow[] {
  return health.filter(({ state }) => state === 'watch' || state === 'breach')
}

/** A figure of a check in its unit. */
export function healthFigure({ unit }: HealthRow, value: number | null): string {
  if (value === null) return '–'
  if (unit === 'ms') return formatValue(value, 'ms')
  return unit === 'share' ? formatShare(value) : value.toFixed(1)
}

function blamed({ cause, site, callee }: BlockCause): [name: string, where: string, through: string] {
  if (cause === 'unknown') return ['not known', '', 'nothing ran, or too little was sampled']
  const name = site?.functionName ?? '–'
  const where = site === null ? '' : fileWords(site, LONGEST_PATH)
  return [name, where, cause === 'gc' ? 'garbage collector' : (callee?.functionName ?? 'itself')]
}

const activityWords: Readonly<Record<Activity, string>> = {
  crypto: 'cryptography',
  json: 'JSON',
  regexp: 'regular expression',
  file: 'files',
  process: 'child process',
  compression: 'compression',
  copy: 'copies',
  own: 'itself',
}
