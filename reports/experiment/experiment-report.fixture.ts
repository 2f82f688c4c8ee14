import { artifactOf, blockOf } from '../../models/experiment/experiment-blocks.fixture.ts'
import type { ExperimentArtifact } from '../../models/experiment/experiment-artifact.ts'
import { buildExperimentReport, type ExperimentReport } from '../../models/experiment/experiment-report.ts'

/** Ten responses ten ms apart, shifted a little from round to round, thirty times over. */
function responsesOf(fromMs: number, round: number): number[] {
  return Array.from({ length: 300 }, (_, i) => fromMs + (i % 30) + (round % 3) / 4)
}

/** Three variants of which the second is as the first and the third takes longer, costs more, and fails now and then. */
export const artifact: ExperimentArtifact = {
  ...artifactOf(['none', 'context', 'everything'], 6, (variant, round) =>
    blockOf(
      [
        {
          responsesMs: responsesOf(variant === 2 ? 40 : 20, round),
          failed: variant === 2 ? 2 + (round % 2) : 0,
        },
        { responsesMs: responsesOf(5, round + variant) },
      ],
      {
        cpuSeconds: 0.1 + 0.002 * variant + 0.0002 * ((round * 7 + variant) % 5),
        allocatedBytes: 2_000_000 + 250_000 * variant + 1000 * ((round * 3 + variant) % 4),
        counters: { copiedBytes: 100 * variant * (round + 1) },
        ...(variant === 1 ? { gcMaxMs: null } : {}),
      },
    ),
  ),
  traffic: [
    {
      name: 'browse',
      arrivals: 'poisson',
      rate: 200,
      pods: 2,
      client: 'go-net-http',
      slo: { p99Ms: 60, failureRate: 0.001, requiredOf: ['everything'] },
    },
    { name: 'export', arrivals: 'constant', rate: 20, pods: 1, client: 'undici', slo: null },
  ],
  notes: ['traffic[0].requests[0].parameters.id is used nowhere: no {id}.'],
  graphs: [
    {
      title: 'The way of a failure',
      mermaid: 'graph LR\n  handler --> log\n  log --> metric',
      edges: null,
    },
  ],
}

export const identity = {
  name: 'hooks',
  seed: 1,
  startedAt: '2026-11-20T10:00:00.000Z',
  scenarioHash: 'ab'.repeat(32),
  command: 'kneepoint run experiments/hooks.ts --quick --seed 1',
  environment: 'Node 22.0.0, 2 cores, some CPU',
}

export const experimentReport: ExperimentReport = buildExperimentReport(identity, artifact)
