import { markdownTable } from '../../docs/markdown-table.ts'
import { type Measured, measuredNote } from './measured.ts'

/** One figure of one cell, as `queueing-theory.ts` prints it. */
export interface QueueingCell {
  /** Queue and utilization, e.g. `M/M/4 rho 0.8`. */
  readonly cell: string
  readonly requests: number
  readonly figure: string
  /** In mean service times, as what was simulated. */
  readonly predicted: number
  readonly simulated: number
  /** Whether the 95 % interval holds what theory says. */
  readonly inside: boolean
}

const LINE =
  /^(\S+ rho \S+)\s+(\d+)\s+(mean|p50|p95|p99)\s+([\d.]+)\s+([\d.]+)\s.*\s(inside|outside)(?:\s+MISSED)?$/gm

/**
 * Reads the rows of `queueing-theory.ts`.
 *
 * @throws RangeError where there are none
 */
export function readQueueingCells(text: string): QueueingCell[] {
  const cells = [...text.matchAll(LINE)].map(
    ([, cell = '', requests, figure = '', predicted, simulated, inside]) => ({
      cell,
      requests: Number(requests),
      figure,
      predicted: Number(predicted),
      simulated: Number(simulated),
      inside: inside === 'inside',
    }),
  )
  if (cells.length === 0) throw new RangeError('there are no rows of queueing-theory.ts in it')
  return cells
}

/** The simulator beside queueing theory: a row for each kind of queue and figure. */
export function queueingSection({ finding, ...when }: Measured<readonly QueueingCell[]>): string {
  const groups = groupsOf(finding)
  const requests = new Map(finding.map(({ cell, requests }) => [cell, requests]))
  const millions = [...requests.values()].reduce((sum, count) => sum + count, 0) / 1e6
  return [
    ...markdownTable(
      ['Queue', 'Figure', 'Utilizations', 'Largest error', '95 % intervals that hold it'],
      [...groups.values()].map(row),
    ),
    '',
    `${finding.filter(({ inside }) => inside).length} of ${finding.length} intervals hold what theory says;`,
    `${millions.toFixed(1)} million requests, each cell in 20 independent runs.`,
    measuredNote(when),
  ].join('\n')
}

/** Utilizations of the same queue and figure together. */
function groupsOf(cells: readonly QueueingCell[]): ReadonlyMap<string, readonly QueueingCell[]> {
  const groups = new Map<string, QueueingCell[]>()
  for (const each of cells) {
    const key = `${each.cell.split(' ')[0]} ${each.figure}`
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return groups
}

function row(cells: readonly QueueingCell[]): string[] {
  const [{ cell, figure } = { cell: '', figure: '' }] = cells
  const worst = Math.max(...cells.map(({ predicted, simulated }) => Math.abs(simulated / predicted - 1)))
  return [
    cell.split(' ')[0] ?? cell,
    figure === 'mean' ? figure : figure.toUpperCase(),
    cells.map((each) => each.cell.split(' ').at(-1)).join(', '),
    `${(100 * worst).toFixed(2)} %`,
    `${cells.filter(({ inside }) => inside).length} of ${cells.length}`,
  ]
}
