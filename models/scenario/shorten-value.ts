const LONGEST_TEXT = 60
const MOST_ITEMS = 4
const DEEPEST = 2

/** A value as it might be written in source, cut to about a line. Never throws for data; cycles are cut too. */
export function shortenValue(value: unknown): string {
  const text = write(value, 0)
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`
}

function write(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, LONGEST_TEXT))
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '0' : String(value)
  if (Array.isArray(value))
    return writeItems(
      '[',
      value.map((item) => () => write(item, depth + 1)),
      ']',
      depth,
    )
  const entries = Object.entries(value)
  return writeItems(
    '{ ',
    entries.map(
      ([key, item]) =>
        () =>
          `${writeKey(key)}: ${write(item, depth + 1)}`,
    ),
    ' }',
    depth,
  )
}

function writeItems(open: string, items: ReadonlyArray<() => string>, close: string, depth: number): string {
  if (items.length === 0) return open.trim() + close.trim()
  if (depth >= DEEPEST) return `${open}…${close}`
  const shown = items.slice(0, MOST_ITEMS).map((item) => item())
  if (items.length > MOST_ITEMS) shown.push('…')
  return open + shown.join(', ') + close
}

function writeKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key.slice(0, LONGEST_TEXT))
}
