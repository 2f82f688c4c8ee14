import type { CurveVariable } from '../../models/knee/curve-fits.ts'
import { UsageError } from '../usage-error.ts'

/** Which cell of a row holds which figure, by position. */
export type PointsColumns = ReadonlyMap<CurveVariable, number>

/** Names of columns, in lower case and without spaces, hyphens and underscores. */
const NAMES: Readonly<Record<Exclude<CurveVariable, 'x' | 'y'>, readonly string[]>> = {
  rate: ['rate', 'offered', 'offeredrate', 'rps'],
  concurrency: ['concurrency', 'n', 'load', 'users', 'processors'],
  throughput: ['throughput', 'achieved', 'achievedrate', 'x'],
  latencyMs: ['latencyms', 'responsems', 'meanms', 'p50ms', 'p95ms', 'p99ms'],
}

/** What a file may have; said in messages. */
export const ACCEPTED_COLUMNS = 'concurrency,throughput[,latencyMs] or rate,latencyMs[,throughput] or x,y'

const USABLE: ReadonlyArray<readonly [CurveVariable, CurveVariable]> = [
  ['concurrency', 'throughput'],
  ['rate', 'latencyMs'],
  ['rate', 'throughput'],
  ['concurrency', 'latencyMs'],
]

/**
 * Finds the columns by the names in a header. Case, spaces, hyphens and underscores do not matter: `latency_ms` is
 * latencyMs. Also read are rps and offered for rate; N, load, users and processors for concurrency; X (beside N) and
 * achieved for throughput; and mean_ms, p50_ms, p95_ms and p99_ms for latencyMs. Other columns are left out.
 *
 * @throws UsageError (2) when columns are missing, or two hold the same figure
 */
export function columnsOfHeader(file: string, line: number, header: readonly string[]): PointsColumns {
  const names = header.map((name) => name.toLowerCase().replace(/[\s_-]/g, ''))
  const [x, y] = [names.indexOf('x'), names.indexOf('y')]
  if (x >= 0 && y >= 0) {
    return new Map([
      ['x', x],
      ['y', y],
    ])
  }
  const columns = new Map<CurveVariable, number>()
  for (const [position, name] of names.entries()) {
    const variable = variableOf(name)
    if (variable === null) continue
    const other = columns.get(variable)
    if (other !== undefined) {
      throw new UsageError(
        `${file}:${line}: ${header[other]} and ${header[position]} both hold ${variable}: leave one of them out`,
      )
    }
    columns.set(variable, position)
  }
  if (USABLE.some((pair) => pair.every((variable) => columns.has(variable)))) return columns
  throw new UsageError(
    `${file}:${line}: the columns are ${header.join(', ')}; needed are ${ACCEPTED_COLUMNS}, named in the first line`,
  )
}

/**
 * The columns of a file whose first row holds figures: x and y.
 *
 * @throws UsageError (2) unless there are two of them
 */
export function columnsWithoutHeader(file: string, line: number, count: number): PointsColumns {
  if (count !== 2) {
    throw new UsageError(
      `${file}:${line}: ${count} ${count === 1 ? 'column' : 'columns'} without names; add a first line that names them: ${ACCEPTED_COLUMNS}`,
    )
  }
  return new Map([
    ['x', 0],
    ['y', 1],
  ])
}

function variableOf(name: string): keyof typeof NAMES | null {
  for (const variable of ['rate', 'concurrency', 'throughput', 'latencyMs'] as const) {
    if (NAMES[variable].includes(name)) return variable
  }
  return null
}
