import { LatencyHistogram } from './latency-histogram.ts'

/** The first digit of a response's status, or that there was no response at all. */
export const statusClasses = ['none', '1xx', '2xx', '3xx', '4xx', '5xx'] as const

export type StatusClass = (typeof statusClasses)[number]

/** The times of the requests of one name whose responses had a status of one class. */
export interface RequestSeries<Histogram = LatencyHistogram> {
  readonly name: string
  readonly statusClass: StatusClass
  /** End − due; where there was no response, the end is when the request was given up. */
  readonly response: Histogram
  /** End − sent, of those that were sent: without a response, some may not have been. */
  readonly service: Histogram
}

/** Names with series of their own; requests of further names count under `OTHER_NAMES`. */
export const MOST_REQUEST_NAMES = 1000

export const OTHER_NAMES = '(other)'

/** Collects a `RequestSeries` for each name and status class, in bounded memory. */
export class RequestSeriesRecorder {
  /** By class, as `statusClasses` has them; `null` where there was none yet. */
  readonly #byName = new Map<string, (RequestSeries | null)[]>()
  readonly #series: RequestSeries[] = []

  /** @param status of the response, or `null` if there was none @param serviceMs NaN if the request was never sent */
  record(name: string, status: number | null, responseMs: number, serviceMs: number): void {
    const series = this.#find(name, classIndexOf(status))
    series.response.record(responseMs)
    if (!Number.isNaN(serviceMs)) series.service.record(serviceMs)
  }

  add(other: RequestSeries): void {
    const series = this.#find(other.name, statusClasses.indexOf(other.statusClass))
    series.response.add(other.response)
    series.service.add(other.service)
  }

  /** In the order in which they were first seen. */
  series(): readonly RequestSeries[] {
    return this.#series
  }

  #find(name: string, classIndex: number): RequestSeries {
    return this.#byName.get(name)?.[classIndex] ?? this.#create(name, classIndex)
  }

  #create(name: string, classIndex: number): RequestSeries {
    const counted = this.#hasRoomFor(name) ? name : OTHER_NAMES
    const classes = this.#byName.get(counted) ?? statusClasses.map(() => null)
    this.#byName.set(counted, classes)
    const known = classes[classIndex]
    if (known) return known
    const series = {
      name: counted,
      statusClass: statusClasses[classIndex] as StatusClass,
      response: new LatencyHistogram(),
      service: new LatencyHistogram(),
    }
    classes[classIndex] = series
    this.#series.push(series)
    return series
  }

  #hasRoomFor(name: string): boolean {
    const others = this.#byName.has(OTHER_NAMES) ? 1 : 0
    return this.#byName.has(name) || this.#byName.size - others < MOST_REQUEST_NAMES
  }
}

/** Merges by name and status class, in the order in which they are first seen; names beyond the limit in one. */
export function mergeRequestSeries(parts: readonly (readonly RequestSeries[])[]): readonly RequestSeries[] {
  const merged = new RequestSeriesRecorder()
  for (const series of parts.flat()) merged.add(series)
  return merged.series()
}

/** A status that HTTP does not know, outside 100 to 599, counts as 5xx (RFC 9110, section 15). */
function classIndexOf(status: number | null): number {
  if (status === null) return 0
  return status >= 100 && status < 600 ? Math.floor(status / 100) : 5
}
