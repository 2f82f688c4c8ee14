import type { RequestSummary } from './bench-document.ts'
import { groupDigits } from './group-digits.ts'
import { isKnownQuantile } from './known-quantile.ts'

const NAME = 40
const CELL = 10
const NOTHING = '–'

/** Response times for each request name and class of status; nothing where there is one kind only. */
export function requestTable(requests: readonly RequestSummary[]): string[] {
  if (requests.length < 2) return []
  const cells = (texts: readonly string[]) => texts.map((text) => text.padStart(CELL)).join('')
  return [
    '',
    `${'response, ms'.padEnd(NAME)}${cells(['p50', 'p99', 'max', 'count'])}`,
    ...requests.map(({ name, statusClass, responseMs: { p50, p99, max, count } }) => {
      const median = isKnownQuantile(0.5, count) ? p50 : null
      const tail = isKnownQuantile(0.99, count) ? p99 : null
      const figures = [ms(median), ms(tail), ms(max), groupDigits(count)]
      return `${title(name, statusClass).padEnd(NAME)}${cells(figures)}`
    }),
  ]
}

function title(name: string, statusClass: RequestSummary['statusClass']): string {
  const answer = statusClass === 'none' ? 'no answer' : statusClass
  const room = NAME - answer.length - 1
  return `${name.length > room ? `${name.slice(0, room - 1)}…` : name} ${answer}`
}

function ms(value: number | null): string {
  return value === null ? NOTHING : value.toFixed(value < 1000 ? 2 : 0)
}
