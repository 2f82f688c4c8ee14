import type { ResponseHeaders } from '../../workers/connection.ts'
import type { CloseWay } from '../../models/probe/idle-observation.ts'

/** What a request came back with. */
export interface ProbeAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: ResponseHeaders
  /** Of the status line, e.g. `1.1`. */
  readonly httpVersion: string
  /** Whether another request may follow on the connection. */
  readonly keeps: boolean
  /** From sending the request to the first byte, in ms. */
  readonly firstByteMs: number
  /** To the end of the response. */
  readonly durationMs: number
}

/** How a connection ended: as a close of an idle one, or with a request that found no answer. */
export type LineEnd = Exclude<CloseWay, 'silence'> | 'malformed'

/** Told what becomes of a line: `opened` or `failed` first, at most one `ended` at the end of an open one. */
export interface ProbeLineListener {
  opened(): void
  failed(error: Error): void
  /** To the request under way; the line has ended when it does not keep. */
  answered(answer: ProbeAnswer): void
  /** By the other side, or with a fault of its. */
  ended(end: LineEnd): void
}

/** One connection that carries the probe's request, again and again. */
export interface ProbeLine {
  /** Sends the request; none may be under way. */
  send(): void
  /** Closes it at once; its listener hears no more. */
  close(): void
}

/** Begins to open a line; the listener is told of the outcome later, never before this returns. */
export type OpenLine = (listener: ProbeLineListener) => ProbeLine
