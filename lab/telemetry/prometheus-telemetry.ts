import { UNKNOWN_SAMPLE, type GcPauses, type TargetSample } from '../../models/measurement/target-sample.ts'
import { fetchText } from './fetch-text.ts'
import { parsePrometheusText, PrometheusSyntaxError, type PrometheusSample } from './prometheus-text.ts'
import { TelemetryError, type TargetTelemetry } from './target-telemetry.ts'

const ACCEPT = 'text/plain;version=0.0.4'

/**
 * Scrapes a target's own metrics page, with the names that Prometheus client libraries agree on, and those of Go's
 * and Node's (prom-client) runtime.
 */
export function createPrometheusTelemetry(url: string): TargetTelemetry {
  const closed = new AbortController()
  return {
    source: url,
    async sample() {
      const text = await fetchText(url, ACCEPT, closed.signal)
      try {
        return sampleOfPrometheus(parsePrometheusText(text).samples, Date.now())
      } catch (error) {
        if (!(error instanceof PrometheusSyntaxError)) throw error
        throw new TelemetryError(`${url} is not in the Prometheus text format: ${error.message}`, {
          cause: error,
        })
      }
    },
    close: () => closed.abort(),
  }
}

/** The figures that kneepoint knows by name; the others are null. */
export function sampleOfPrometheus(metrics: readonly PrometheusSample[], atEpochMs: number): TargetSample {
  const figure = (name: string): number | null =>
    finite(metrics.find((metric) => metric.name === name)?.value)
  return {
    ...UNKNOWN_SAMPLE,
    atEpochMs,
    rssBytes: figure('process_resident_memory_bytes'),
    heapUsedBytes: figure('go_memstats_heap_alloc_bytes') ?? figure('nodejs_heap_size_used_bytes'),
    gc: goGc(metrics) ?? nodeGc(metrics),
    eventLoopDelayMs: eventLoopDelay(
      figure('nodejs_eventloop_lag_mean_seconds'),
      figure('nodejs_eventloop_lag_max_seconds'),
    ),
    openFileDescriptors: figure('process_open_fds'),
    cpuSeconds: figure('process_cpu_seconds_total'),
  }
}

/** A summary of stop-the-world pauses; its quantile 1 is the longest. */
function goGc(metrics: readonly PrometheusSample[]): GcPauses | null {
  const pauses = totals(metrics, 'go_gc_duration_seconds')
  const longest = metrics.find(
    (metric) => metric.name === 'go_gc_duration_seconds' && Number(metric.labels.quantile) === 1,
  )
  const maxSeconds = finite(longest?.value)
  return pauses && { ...pauses, maxMs: maxSeconds === null ? null : maxSeconds * 1e3 }
}

/** A histogram for each kind of collection (minor, major, incremental, weakcb), which has no longest pause. */
function nodeGc(metrics: readonly PrometheusSample[]): GcPauses | null {
  const pauses = totals(metrics, 'nodejs_gc_duration_seconds')
  return pauses && { ...pauses, maxMs: null }
}

/** `_count` and `_sum` over all label sets, or null where one of them is missing. */
function totals(
  metrics: readonly PrometheusSample[],
  family: string,
): { readonly count: number; readonly totalMs: number } | null {
  const counts = metrics.filter((metric) => metric.name === `${family}_count`)
  const sums = metrics.filter((metric) => metric.name === `${family}_sum`)
  if (counts.length === 0 || sums.length === 0) return null
  return { count: add(counts), totalMs: add(sums) * 1e3 }
}

function add(metrics: readonly PrometheusSample[]): number {
  return metrics.reduce((sum, metric) => sum + metric.value, 0)
}

function eventLoopDelay(
  meanSeconds: number | null,
  maxSeconds: number | null,
): TargetSample['eventLoopDelayMs'] {
  if (meanSeconds === null || maxSeconds === null) return null
  return { mean: meanSeconds * 1e3, max: maxSeconds * 1e3 }
}

/** NaN and infinities are how exporters say "not known". */
function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null
}
