/** What is counted under labels; `null`, nothing and an empty text stand for a value that is not known. */
export interface LabelledRow {
  readonly labels: Readonly<Record<string, string | null | undefined>>
  /** How much it stands for, ≥ 0: the largest keep their values. */
  readonly count: number
}

/** Rows with the same labels once these are bounded; every label has a value. */
export interface LabelGroup<Row> {
  readonly labels: Readonly<Record<string, string>>
  readonly rows: readonly Row[]
}

/** Values of a label that are kept apart. A store of metrics holds a series for each, for ever. */
export const LABEL_LIMIT = 100

/** Under which the values beyond the limit are counted. */
export const OTHER_VALUES = '(other)'

/** Under which rows without a value are counted. */
export const UNKNOWN_VALUE = 'unknown'

/**
 * Puts rows together whose labels are the same, with at most `limitPerLabel` values for each label: those with the
 * largest counts, and of equal ones the first by code units. The others count under `(other)`, absent ones under
 * `unknown`; neither takes a place. What is kept depends on the rows alone, not on their order.
 *
 * @param limitPerLabel whole, ≥ 0
 * @returns in the order in which the groups are first met; no row is lost
 */
export function boundedLabels<Row extends LabelledRow>(
  rows: readonly Row[],
  limitPerLabel = LABEL_LIMIT,
): LabelGroup<Row>[] {
  const names = [...new Set(rows.flatMap(({ labels }) => Object.keys(labels)))].sort()
  const kept = new Map(names.map((name) => [name, largestValues(rows, name, limitPerLabel)] as const))
  const groups = new Map<string, { labels: Record<string, string>; rows: Row[] }>()
  for (const row of rows) {
    const values = names.map((name) => boundedValue(valueOf(row, name), kept.get(name)))
    const key = JSON.stringify(values)
    const group = groups.get(key)
    if (group !== undefined) group.rows.push(row)
    else {
      const labels = Object.fromEntries(names.map((name, i) => [name, values[i] as string]))
      groups.set(key, { labels, rows: [row] })
    }
  }
  return [...groups.values()]
}

function boundedValue(value: string, kept: ReadonlySet<string> | undefined): string {
  return value === UNKNOWN_VALUE || kept?.has(value) === true ? value : OTHER_VALUES
}

function largestValues(rows: readonly LabelledRow[], name: string, limit: number): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const value = valueOf(row, name)
    counts.set(value, (counts.get(value) ?? 0) + row.count)
  }
  counts.delete(UNKNOWN_VALUE)
  counts.delete(OTHER_VALUES)
  const largest = [...counts].sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1))
  return new Set(largest.slice(0, limit).map(([value]) => value))
}

function valueOf({ labels }: LabelledRow, name: string): string {
  const value = Object.hasOwn(labels, name) ? labels[name] : null
  return value === null || value === undefined || value === '' ? UNKNOWN_VALUE : value
}
