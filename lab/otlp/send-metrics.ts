import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { oneLine } from '../../reports/formats/one-line.ts'
import type { FinishedRun } from '../../models/report/finished-run.ts'
import { metricFamilies } from '../../reports/formats/openmetrics-families.ts'
import { UsageError } from '../usage-error.ts'
import { exportTimeoutMs } from './export-timeout.ts'
import { type OpenTelemetry, openTelemetry } from './open-telemetry.ts'
import { RunMetricProducer } from './run-metric-producer.ts'

/** A collector did not take what was sent. */
export class OtlpError extends Error {
  override readonly name = 'OtlpError'
}

export interface SendOptions {
  /** As of when the figures are, in ms since the epoch; collectors refuse what is old. */
  readonly atMs: number
  /** Told what the collector complains of though it took what was sent, and what it left out. */
  readonly warn: (message: string) => void
  /** All tries together; unless told, as `OTEL_EXPORTER_OTLP_TIMEOUT` has it, else 10 s. */
  readonly timeoutMs?: number
  readonly load?: () => Promise<OpenTelemetry>
}

/**
 * Sends the figures of a run to a collector, once: OTLP over HTTP, as JSON. What the environment says of the exporter,
 * such as `OTEL_EXPORTER_OTLP_HEADERS`, holds.
 *
 * @param url where the collector takes metrics, with the path
 * @returns how many metrics were sent
 * @throws UsageError when the URL is none of http or https, or the packages are missing
 * @throws OtlpError when the collector cannot be reached or refuses
 */
export async function sendMetrics(run: FinishedRun, url: string, options: SendOptions): Promise<number> {
  requireHttp(url)
  const packages = await openTelemetry(options.load)
  const families = metricFamilies(run)
  const startedMs = Date.parse(run.report.startedAt)
  const fromMs = Number.isFinite(startedMs) ? startedMs : options.atMs
  const producer = new RunMetricProducer(packages, { families, fromMs, atMs: options.atMs })
  listen(packages, options.warn)
  const timeoutMs = options.timeoutMs ?? exportTimeoutMs(process.env)
  const agent = new URL(url).protocol === 'https:' ? new HttpsAgent() : new HttpAgent()
  const exporter = new packages.exporter.OTLPMetricExporter({
    url,
    timeoutMillis: timeoutMs,
    httpAgentOptions: () => agent,
  })
  try {
    const { resourceMetrics } = await producer.collect()
    const outcome = new Promise<ExportOutcome>((resolve) => {
      exporter.export(resourceMetrics, resolve)
    })
    const { error, code } = await within(1.1 * timeoutMs, outcome)
    if (code !== SUCCESS) throw new OtlpError(failureText(url, error))
  } finally {
    agent.destroy()
    await exporter.shutdown()
    packages.api.diag.disable()
  }
  return families.length
}

interface ExportOutcome {
  readonly code: number
  readonly error?: Error
}

/** `ExportResultCode` of OpenTelemetry. */
const SUCCESS = 0
const FAILED = 1

/** The exporter gives up on a connection that is silent, and would wait for ever for an answer that trickles in. */
async function within(limitMs: number, outcome: Promise<ExportOutcome>): Promise<ExportOutcome> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<ExportOutcome>((resolve) => {
    const error = new Error(`its answer had no end after ${Math.round(limitMs)} ms`)
    timer = setTimeout(() => resolve({ code: FAILED, error }), limitMs)
  })
  try {
    return await Promise.race([outcome, late])
  } finally {
    clearTimeout(timer)
  }
}

function requireHttp(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new UsageError(
      `--otlp: '${url}' is no URL of http or https; a collector's is like http://127.0.0.1:4318/v1/metrics`,
    )
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new UsageError('--otlp: leave user and password out of the URL; set OTEL_EXPORTER_OTLP_HEADERS')
  }
}

function listen({ api }: OpenTelemetry, warn: (message: string) => void): void {
  const say = (message: string, ...rest: unknown[]) =>
    warn(
      oneLine(
        [message, ...rest].map((part) => (part instanceof Error ? part.message : String(part))).join(' '),
      ),
    )
  const silent = () => undefined
  const logger = { error: say, warn: say, info: silent, debug: silent, verbose: silent }
  api.diag.setLogger(logger, { logLevel: api.DiagLogLevel.WARN, suppressOverrideMessage: true })
}

const LONGEST_BODY = 300

/** The exporter tries again after these, and does not tell which it was. */
const RETRIED = 'it answered 429, 502, 503 or 504 as long as there was time to try again'

function failureText(url: string, error: Error | undefined): string {
  const { code, data } = (error ?? {}) as { readonly code?: unknown; readonly data?: unknown }
  if (typeof code !== 'number') {
    const why =
      error?.name === 'OTLPExporterError' ? RETRIED : oneLine(error?.message ?? 'no reason was given')
    return `cannot send to ${url}: ${why}`
  }
  const body = typeof data === 'string' ? oneLine(data).trim() : ''
  const path = code === 404 ? '; most collectors take metrics at /v1/metrics' : ''
  return `${url} answered ${code}${body === '' ? '' : `: ${body.slice(0, LONGEST_BODY)}`}${path}`
}
