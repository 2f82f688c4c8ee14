import { basename } from 'node:path'
import { figuresOfBlocks } from '../../models/compare/block-statistics.ts'
import type { ComparedSource } from '../../models/compare/compared-source.ts'
import { measuredToCompared } from '../../models/compare/measured-to-compared.ts'
import { runtimeWithout, type TargetStretch } from '../../models/measurement/target-stretch.ts'
import { readReport } from '../read-report.ts'
import type { RunDirectory } from '../run-directory.ts'
import { UsageError } from '../usage-error.ts'
import { describeEnvironment } from './describe-environment.ts'

/** The settings of today, and the recommended ones. */
export const runSides = ['before', 'after'] as const

export type RunSide = (typeof runSides)[number]

/**
 * One side of a run's verification.
 *
 * @throws UsageError when the run has no verification
 * @throws RunDirectoryError when an artifact cannot be read
 */
export function readRunSource(run: RunDirectory, side: RunSide): Promise<ComparedSource> {
  return run.blaming(() => sourceOf(run, side))
}

async function sourceOf(run: RunDirectory, side: RunSide): Promise<ComparedSource> {
  const [recommend, verify] = [await run.read('recommend'), await run.read('verify')]
  if (recommend === null || verify === null || verify.pairs.length === 0) {
    throw new UsageError(
      `${run.path} has no verification, so there are no blocks to compare: go on with kneepoint run --resume ${run.path}`,
    )
  }
  const { record } = run
  const { verdict, why } = (await readReport(run)).verdict
  const targets = verify.pairs.map((pair) => pair[side].target)
  const blocks = verify.pairs.map((pair) =>
    measuredToCompared(pair[side], `${pair.window.fromMs}-${pair.window.toMs}`),
  )
  return {
    label: `${basename(run.path)}:${side}`,
    kind: 'run',
    startedAt: record.startedAt,
    verdict: { verdict, why },
    comparability: {
      scenarioHash: record.scenarioHash,
      environment: describeEnvironment(record.environment),
      driver: 'undici',
      seed: record.seed,
      plan: record.plan,
      target: record.targetUrl ?? "the scenario's own",
      load: null,
    },
    model: 'open',
    client: recommend.client,
    settings: side === 'before' ? recommend.before : recommend.settings,
    figures: figuresOfBlocks(blocks, 0),
    blocks,
    blocksMissing: null,
    varianceFactor: 1,
    cellWidth: 0,
    firstBlocks: verify.design?.firstPairs ?? null,
    notes: notesOn(targets),
  }
}

function notesOn(targets: readonly TargetStretch[]): string[] {
  const memory = runtimeWithout('rssPeakBytes', targets)
  const pauses = runtimeWithout('gcPauses', targets)
  return [
    ...(memory === null ? [] : [`The target's memory is not available on ${memory}.`]),
    ...(pauses === null ? [] : [`The target's GC pauses are not available on ${pauses}.`]),
  ]
}
