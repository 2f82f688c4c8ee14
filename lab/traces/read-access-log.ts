import { ScenarioError } from '../scenario-error.ts'
import { BrokenLines } from './broken-lines.ts'
import { NumberList } from './number-list.ts'
import { readLines } from './read-lines.ts'
import { type RecordedArrivals, countDescents, unsortedNote } from './recorded-arrivals.ts'
import { requireFiniteTimes } from './require-finite-times.ts'

export interface AccessLogOptions {
  /** 2 plays the log in half its time; the default is 1, and > 0. */
  readonly speed?: number | undefined
}

/** `host ident user [10/Oct/2000:13:55:36 -0700]`, where the user may contain spaces. */
const OPENING =
  /^\S+ \S+ [^[]*\[(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})\] "/
/** The rest of the request in its quotes, where a backslash escapes, then the status and the bytes sent. */
const REST = /^(?:[^"\\]|\\.)*" \d{3} (?:\d+|-)(?: |$)/
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * Reads arrivals from an access log in the Common or Combined Log Format, which is also what nginx writes when
 * nothing else is configured. Its stamps are whole seconds: the n arrivals of a second are spread over it evenly,
 * 1/n s apart.
 *
 * @throws ScenarioError (104) when the file is missing or empty, or has a line in another format
 */
export async function readAccessLog(file: string, options: AccessLogOptions = {}): Promise<RecordedArrivals> {
  const broken = new BrokenLines(file)
  const seconds = new NumberList()
  for await (const { text, number, isCut } of readLines(file)) {
    if (text === '') continue
    const second = secondOf(text, isCut)
    if (second === null)
      broken.add(number, `not a line of an access log: ${JSON.stringify(text.slice(0, 80))}`)
    else seconds.push(second)
  }
  broken.throwIfAny()
  if (seconds.length === 0) throw new ScenarioError(`${file}: no arrivals in it`)
  const recorded = seconds.toArray()
  const descents = countDescents(recorded)
  const { speed = 1 } = options
  return {
    dueMs: requireFiniteTimes(file, spreadInsideSeconds(recorded.sort(), speed), speed),
    serviceMs: null,
    notes: descents === 0 ? [] : [unsortedNote(file, descents)],
  }
}

/** The time of a line in seconds since the epoch; `null` for a line in another format. */
function secondOf(line: string, isCut: boolean): number | null {
  const opening = OPENING.exec(line)
  if (opening === null) return null
  if (!isCut && !REST.test(line.slice(opening[0].length))) return null
  const [, day, monthName = '', year, hour, minute, second, sign, offsetHours, offsetMinutes] = opening
  const month = MONTHS.indexOf(monthName)
  const isClock = Number(hour) < 24 && Number(minute) < 60 && Number(second) <= 60
  const date = Date.UTC(Number(year), month, Number(day))
  if (month < 0 || !isClock || new Date(date).getUTCDate() !== Number(day)) return null
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -60 : 60)
  return date / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset
}

function spreadInsideSeconds(ascending: Float64Array, speed: number): Float64Array {
  const dueMs = new Float64Array(ascending.length)
  const first = ascending[0] ?? 0
  let from = 0
  while (from < ascending.length) {
    const second = ascending[from] ?? 0
    let to = from
    while (to < ascending.length && ascending[to] === second) to++
    for (let i = from; i < to; i++) dueMs[i] = ((second - first + (i - from) / (to - from)) * 1000) / speed
    from = to
  }
  return dueMs
}
