import type * as Api from '@opentelemetry/api'
import type * as Exporter from '@opentelemetry/exporter-metrics-otlp-http'
import type * as Metrics from '@opentelemetry/sdk-metrics'
import { UsageError } from '../usage-error.ts'

/** The packages of OpenTelemetry that sending takes. They are optional: users who send nothing need none of them. */
export interface OpenTelemetry {
  readonly api: typeof Api
  readonly metrics: typeof Metrics
  readonly exporter: typeof Exporter
}

const importAll = async (): Promise<OpenTelemetry> => {
  const [api, metrics, exporter] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/exporter-metrics-otlp-http'),
  ])
  return { api, metrics, exporter }
}

const INSTALL =
  'npm install @opentelemetry/api@~1.9.0 @opentelemetry/sdk-metrics@2.12.1 @opentelemetry/exporter-metrics-otlp-http@0.223.0'

/** @throws UsageError with the command that installs them, when they are missing */
export async function openTelemetry(load: () => Promise<OpenTelemetry> = importAll): Promise<OpenTelemetry> {
  try {
    return await load()
  } catch (error) {
    if (!isMissing(error)) throw error
    throw new UsageError(`--otlp needs packages that are not installed; to install them:\n  ${INSTALL}`)
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown }
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
}
