const DEFAULT_MS = 10_000

/**
 * How long the tries of an export may take together, in ms, as OpenTelemetry's specification of the OTLP exporter has it:
 * `OTEL_EXPORTER_OTLP_METRICS_TIMEOUT`, else `OTEL_EXPORTER_OTLP_TIMEOUT`, else 10 s. What is no number above 0 is passed
 * over.
 */
export function exportTimeoutMs(environment: Readonly<Record<string, string | undefined>>): number {
  const named = [environment['OTEL_EXPORTER_OTLP_METRICS_TIMEOUT'], environment['OTEL_EXPORTER_OTLP_TIMEOUT']]
  return named.map(Number).find((ms) => Number.isFinite(ms) && ms > 0) ?? DEFAULT_MS
}
