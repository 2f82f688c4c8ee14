import type { FastifyInstance } from 'fastify'
import type { TargetSample } from '../../../models/measurement/target-sample.ts'
import { readCounters } from '../../target-probe/counters.ts'
import type { ConnectionCounters } from '../connection-counters.ts'
import { labelledMetricsStats, recoveryStats, requestContextStats } from '../hooks/hooks.ts'
import type { ServiceWork } from './service-work.ts'

/** What the service knows itself, on top of the probe's figures. */
export interface ServiceFigures extends Pick<
  TargetSample,
  'openConnections' | 'acceptedConnections' | 'requestsReceived' | 'counters'
> {
  readonly service: {
    /** `null` for any number. */
    readonly slots: number | null
    readonly busySlots: number | null
    readonly queueLength: number | null
  }
}

export function serviceFigures(
  app: FastifyInstance,
  work: ServiceWork,
  connections: ConnectionCounters,
  requestsReceived: number,
): ServiceFigures {
  return {
    openConnections: connections.open,
    acceptedConnections: connections.accepted,
    requestsReceived,
    counters: { ...readCounters(), ...hookCounters(app) },
    service: {
      slots: work.slots?.limit ?? null,
      busySlots: work.slots?.busy ?? null,
      queueLength: work.slots?.queueLength ?? null,
    },
  }
}

/** What the hooks that are registered have counted since they were. */
function hookCounters(app: FastifyInstance): Record<string, number> {
  const context = requestContextStats(app)
  const metrics = labelledMetricsStats(app)
  const recovery = recoveryStats(app)
  return {
    ...(context && {
      'context.made': context.made,
      'context.leased': context.leased,
      'context.returned': context.returned,
      'context.discarded': context.discarded,
    }),
    ...(metrics && {
      'metrics.requests': metrics.requests,
      'metrics.series': metrics.series,
      'metrics.overflows': sumOf(metrics.overflows),
      'metrics.unknowns': sumOf(metrics.unknowns),
    }),
    ...(recovery && {
      'recovery.errors': recovery.errors,
      'recovery.recovered': recovery.recovered,
      'recovery.skipped': recovery.skipped,
    }),
  }
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
