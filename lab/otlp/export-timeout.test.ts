import { expect, it } from 'vitest'
import { exportTimeoutMs } from './export-timeout.ts'

it.each([
  [{}, 10_000],
  [{ OTEL_EXPORTER_OTLP_TIMEOUT: '2500' }, 2500],
  [{ OTEL_EXPORTER_OTLP_METRICS_TIMEOUT: '700', OTEL_EXPORTER_OTLP_TIMEOUT: '2500' }, 700],
  [{ OTEL_EXPORTER_OTLP_METRICS_TIMEOUT: '', OTEL_EXPORTER_OTLP_TIMEOUT: '-1' }, 10_000],
  [{ OTEL_EXPORTER_OTLP_METRICS_TIMEOUT: 'soon', OTEL_EXPORTER_OTLP_TIMEOUT: '40' }, 40],
])('%j is %d ms', (environment, expected) => {
  expect(exportTimeoutMs(environment)).toBe(expected)
})
