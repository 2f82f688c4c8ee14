import { wrapText } from '../../reports/patches/wrap-text.ts'
import { formatTime } from './format-time.ts'
import type { ScheduleSurface } from './simulate-document.ts'

const COLUMNS = 80
const FIRST_COLUMN = 11
const MOST_ROWS = 16
const LEAST_CELL = 8

/** As much of a surface as 80 columns hold, ending with a newline: dials, then idle time. */
export function surfaceText(surface: ScheduleSurface): string {
  const { idleTimeoutsMs, maxIdlePerHost, dials, idleSeconds } = surface
  const widest = Math.max(...dials.flat(), ...idleSeconds.flat())
  const width = Math.max(LEAST_CELL, widest.toFixed(0).length + 2)
  const rows = spread(idleTimeoutsMs.length, MOST_ROWS)
  const columns = doubling(maxIdlePerHost.length, Math.floor((COLUMNS - FIRST_COLUMN) / width))
  const table = (title: string, cells: ReadonlyArray<readonly number[]>, digits: number) => [
    title,
    `idleTimeout${columns.map((column) => String(maxIdlePerHost[column]).padStart(width)).join('')}`,
    ...rows.map((row) => {
      const values = columns.map((column) =>
        (cells[row]?.[column] ?? Number.NaN).toFixed(digits).padStart(width),
      )
      return `${formatTime(idleTimeoutsMs[row] ?? Number.NaN).padEnd(FIRST_COLUMN)}${values.join('')}`
    }),
  ]
  const shown = rows.length * columns.length
  const all = idleTimeoutsMs.length * maxIdlePerHost.length
  return `${[
    ...table('Dials, by idle timeout and maxIdlePerHost', dials, 0),
    '',
    ...table('Idle connection-seconds', idleSeconds, widest < 1000 ? 2 : 0),
    '',
    ...wrapText(methodText(surface), COLUMNS),
    ...(shown < all ? wrapText(`${shown} of ${all} cells are shown; --json has all.`, COLUMNS) : []),
  ].join('\n')}\n`
}

const MEANINGS: Readonly<Record<ScheduleSurface['method'], string>> = {
  'one pass, exact': 'dials and idle time are those of the client',
  'one pass per idle timeout, exact': 'dials and idle time are those of the client',
  'one pass, bound': 'the client dials this often or more; it is LIFO with evict-oldest that is counted',
  'one pass, estimate':
    'it is LIFO with evict-oldest that is counted, and the client may dial more or less; simulate what matters with --set',
}

function methodText({ method, leftOut }: ScheduleSurface): string {
  const but = leftOut.length === 0 ? '' : ` Left out: ${leftOut.join('; ')}.`
  return `Method: ${method}: ${MEANINGS[method]}.${but}`
}

/** At most `most` of `count` positions, evenly spread, the first and the last among them. */
function spread(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i)
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)))
}

/** Positions 0, 1, 3, 7 … and the last, or all of them if they are few. */
function doubling(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i)
  const positions: number[] = []
  for (let cap = 1; cap < count; cap *= 2) positions.push(cap - 1)
  return [...positions.slice(0, most - 1), count - 1]
}
