import { readFile, stat } from 'node:fs/promises'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { oneLine } from '../../reports/formats/one-line.ts'
import { UsageError } from '../usage-error.ts'
import { type HlogCounts, readHlogHistogram } from './read-hlog-histogram.ts'

/** One interval of a histogram log. */
export interface HlogInterval {
  /** On one line, as it may be shown; `null` where the line has none. */
  readonly tag: string | null
  /** Since the epoch where the log says when it began, else as its lines have it. */
  readonly startMs: number
  readonly lengthMs: number
  /** Its sum is that of the middles of the buckets. Durations over an hour count as an hour. */
  readonly histogram: LatencyHistogram
}

export interface HlogOptions {
  /** What was recorded; found from the lines themselves unless told. */
  readonly unit?: HlogUnit
}

export type HlogUnit = keyof typeof perMs

/** How many of a unit make a ms. */
const perMs = { ns: 1_000_000, us: 1000, ms: 1 } as const

const MOST_BYTES = 256 * 1024 * 1024

/**
 * Reads an HdrHistogram log, format version 1.2 or 1.3. A log does not say in which unit its values are; but its column
 * `Interval_Max` is in ms by convention, so the unit is found by comparing that with the histograms. Some programs write
 * the longest value there as it was recorded: their logs need `unit`.
 *
 * @throws UsageError with file and line when it cannot be read
 */
export async function readHlog(file: string, options: HlogOptions = {}): Promise<HlogInterval[]> {
  return parseHlog(await textOf(file), file, options)
}

async function textOf(file: string): Promise<string> {
  try {
    const found = await stat(file)
    if (!found.isFile()) throw new Error('not a file')
    if (found.size > MOST_BYTES) throw new Error(`larger than ${MOST_BYTES} bytes`)
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`)
  }
}

/**
 * @param file for messages
 * @throws UsageError as `readHlog`
 */
export function parseHlog(text: string, file: string, options: HlogOptions = {}): HlogInterval[] {
  const { header, lines } = readLines(text, file)
  const baseSeconds = baseOf(header, lines)
  const scale = perMs[options.unit ?? findUnit(lines, file)]
  return lines.map(({ tag, startSeconds, lengthSeconds, maxColumn, counts }) => ({
    tag,
    startMs: 1000 * (startSeconds + baseSeconds),
    lengthMs: 1000 * lengthSeconds,
    histogram: toHistogram(counts, scale, maxColumn),
  }))
}

interface HlogLine {
  readonly tag: string | null
  readonly startSeconds: number
  readonly lengthSeconds: number
  readonly maxColumn: number
  readonly counts: HlogCounts
}

interface Header {
  startSeconds: number | null
  baseSeconds: number | null
}

function readLines(text: string, file: string): { header: Header; lines: HlogLine[] } {
  const header: Header = { startSeconds: null, baseSeconds: null }
  const lines: HlogLine[] = []
  const all = text.replace(/^\ufeff/, '').split('\n')
  for (const [i, raw] of all.entries()) {
    const line = raw.trim()
    try {
      if (line.startsWith('#')) readComment(line, header)
      else if (line !== '' && !line.startsWith('"')) lines.push(readLine(line))
    } catch (error) {
      const torn =
        i === all.length - 1 ? '; the last line has no end: without it, the others can be read' : ''
      throw new UsageError(`${file}:${i + 1}: ${oneLine((error as Error).message)}${torn}`)
    }
  }
  if (lines.length === 0) throw new UsageError(`${file}: there is no interval in it`)
  return { header, lines }
}

function readComment(line: string, header: Header): void {
  const version = /^#\[Histogram log format version ([^\]]*)\]/.exec(line)?.[1]
  if (version !== undefined && !/^1\.[0-3]$/.test(version)) {
    throw new Error(`it is a log of version ${version}: only versions up to 1.3 are read`)
  }
  const [, name, seconds] = /^#\[(StartTime|BaseTime): *([^ \]]+)/.exec(line) ?? []
  if (name === 'StartTime') header.startSeconds = readSeconds(seconds, name)
  if (name === 'BaseTime') header.baseSeconds = readSeconds(seconds, name)
}

function readLine(line: string): HlogLine {
  const fields = line.split(/[,\s]+/)
  const tag =
    fields[0]?.startsWith('Tag=') === true ? oneLine((fields.shift() as string).slice('Tag='.length)) : null
  const [start, length, max, base64] = fields
  if (base64 === undefined || fields.length !== COLUMNS) {
    throw new Error('no interval: expected [Tag=…,]start,length,max,histogram')
  }
  return {
    tag,
    startSeconds: readSeconds(start, 'the start'),
    lengthSeconds: readSeconds(length, 'the length'),
    maxColumn: readNumber(max, 'the longest'),
    counts: readHlogHistogram(base64),
  }
}

const COLUMNS = 4

function readNumber(text: string | undefined, name: string): number {
  const value = Number(text)
  if (text === undefined || text === '' || !Number.isFinite(value) || value < 0) {
    throw new Error(`${name} is no number of 0 or more: '${text ?? ''}'`)
  }
  return value
}

/** Two of them together are a time that `Date` can hold. */
const MOST_SECONDS = 4e12

function readSeconds(text: string | undefined, name: string): number {
  const seconds = readNumber(text, name)
  if (seconds > MOST_SECONDS) throw new Error(`${name} is too far away to be in seconds: '${text ?? ''}'`)
  return seconds
}

const SECONDS_PER_YEAR = 365 * 86_400

/** As HistogramLogReader has it: times more than a year before `StartTime` are relative to it. */
function baseOf({ startSeconds, baseSeconds }: Header, lines: readonly HlogLine[]): number {
  if (baseSeconds !== null) return baseSeconds
  const first = lines[0]?.startSeconds ?? 0
  return startSeconds !== null && first < startSeconds - SECONDS_PER_YEAR ? startSeconds : 0
}

/** The largest has the most digits. */
function findUnit(lines: readonly HlogLine[], file: string): HlogUnit {
  const largest = lines.reduce((most, line) =>
    highestOf(line.counts) > highestOf(most.counts) ? line : most,
  )
  const highest = highestOf(largest.counts)
  if (highest === 0) return 'us'
  const found = (['ns', 'us'] as const).find((unit) => isAbout(highest / perMs[unit], largest.maxColumn))
  if (found !== undefined) return found
  throw new UsageError(
    `${file}: its unit cannot be told: the longest value recorded is ${highest}, and Interval_Max is ${largest.maxColumn}, which is not the same in ms`,
  )
}

/** To the 3 decimals of the column, and the precision of 2 digits or more. */
function isAbout(expectedMs: number, columnMs: number): boolean {
  return Math.abs(expectedMs - columnMs) <= 0.0006 + 0.02 * expectedMs
}

function highestOf({ buckets }: HlogCounts): number {
  const last = buckets.at(-1)
  return last === undefined ? 0 : last.lowest + last.width - 1
}

function toHistogram({ buckets }: HlogCounts, scale: number, columnMs: number): LatencyHistogram {
  const histogram = new LatencyHistogram()
  for (const { lowest, width, count } of buckets) {
    histogram.record((lowest + Math.floor(width / 2)) / scale, count)
  }
  const last = buckets.at(-1)
  if (last === undefined) return histogram
  const lowestMs = last.lowest / scale
  const highestMs = (last.lowest + last.width - 1) / scale
  return LatencyHistogram.fromPacked({
    ...histogram.pack(),
    maxMs: Math.min(Math.max(lowestMs, Math.min(columnMs, highestMs)), HIGHEST_MS),
  })
}

const HIGHEST_MS = 3_600_000
