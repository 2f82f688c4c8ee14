import { isGeneratorBound } from '../measurement/generator-health.ts'
import type { Verdict } from '../report/report.ts'
import type { BlockFigures } from './block-figures.ts'
import type { ExperimentArtifact } from './experiment-artifact.ts'
import { DEFAULT_TESTED, type TestableMeasure } from './measure.ts'

/** Share of late blocks of every variant, beyond which the comparison is not trusted. */
const TOLERATED_LATE_SHARE = 0.25

/** Share of failed requests of a class that no variant stays below, beyond which there is nothing to compare. */
const TOLERATED_FAILURES = 0.5

/**
 * Whether the figures can be trusted. That one variant fails, or keeps this machine so busy that requests go out late, is
 * a finding; that all do is none.
 *
 * @param rounds figures of the blocks, by round, then by variant
 */
export function judgeExperiment(
  artifact: ExperimentArtifact,
  figures: ReadonlyArray<readonly BlockFigures[]>,
): Verdict {
  const { variants, traffic, plan, rounds } = artifact
  const missing = plan.rounds - rounds.length
  if (missing > 0) {
    return {
      verdict: 'INCOMPLETE',
      why: `${missing} of ${plan.rounds} rounds are missing`,
      advice: 'run it again: an experiment cannot be gone on with',
    }
  }
  const late = variants.map((_, i) => lateBlocks(rounds, i))
  const worstMs = Math.max(
    0,
    ...rounds.flatMap(({ blocks }) => blocks.map(({ generator }) => generator.latenessP99Ms)),
  )
  if (isAboutTimes(artifact) && Math.min(...late) > TOLERATED_LATE_SHARE * rounds.length) {
    return {
      verdict: 'GENERATOR_BOUND',
      why: `requests went out up to ${worstMs.toFixed(0)} ms late (P99), in ${Math.min(...late)} of ${rounds.length} blocks of every variant at least`,
      advice: 'close what else runs here, or lower the rates',
    }
  }
  for (const [i, { name }] of traffic.entries()) {
    const least = Math.min(...variants.map((_, variant) => failureShare(figures, variant, i)))
    if (least <= TOLERATED_FAILURES) continue
    return {
      verdict: 'TARGET_ERRORS',
      why: `${(100 * least).toFixed(0)} % of the requests of ${name} failed with every variant at least`,
      advice: 'see "errors" and "statuses" in experiment.json, and the targets\' own logs',
    }
  }
  return {
    verdict: 'VALID',
    why: `requests went out at most ${worstMs.toFixed(1)} ms late (P99 of the worst block)`,
    advice: null,
  }
}

/** Whether anything that is tested or promised is a response time, which has in it how late requests went out. */
function isAboutTimes({ measures, traffic }: ExperimentArtifact): boolean {
  const isTimed = (measures ?? DEFAULT_TESTED).some((measure) => TIMES.has(measure))
  return isTimed || traffic.some(({ slo }) => slo !== null && slo.p99Ms !== null)
}

const TIMES: ReadonlySet<TestableMeasure> = new Set(['mean', 'p50', 'p99'])

/** Variants whose requests went out late in more blocks than may be, though the experiment as a whole can be trusted. */
export function lateVariants(artifact: ExperimentArtifact): string[] {
  const { variants, rounds } = artifact
  const lates = variants.map((_, i) => lateBlocks(rounds, i))
  const areAll = Math.min(...lates) > TOLERATED_LATE_SHARE * rounds.length
  if (areAll && isAboutTimes(artifact)) return []
  const late = variants.flatMap(({ name }, i) => {
    const blocks = lates[i] ?? 0
    return blocks > TOLERATED_LATE_SHARE * rounds.length ? [{ name, blocks }] : []
  })
  const [first] = late
  if (first === undefined) return []
  if (late.length === 1) {
    return [
      `Requests to ${first.name} went out late in ${first.blocks} of ${rounds.length} blocks: it kept this machine busy, and its response times have that in them.`,
    ]
  }
  const all = late.map(({ name, blocks }) => `${name} (${blocks})`).join(', ')
  return [
    `Requests went out late in more than a quarter of the ${rounds.length} blocks of each of ${all}: response times have that in them.`,
  ]
}

/** How many blocks of a variant went out late. */
function lateBlocks(rounds: ExperimentArtifact['rounds'], variant: number): number {
  return rounds.filter(({ blocks }) => isLate(blocks[variant]?.generator.latenessP99Ms ?? 0)).length
}

function isLate(latenessP99Ms: number): boolean {
  return isGeneratorBound({ driftP99Ms: 0, driftMaxMs: 0, latenessP99Ms })
}

/** 0 where nothing was due. */
function failureShare(
  figures: ReadonlyArray<readonly BlockFigures[]>,
  variant: number,
  index: number,
): number {
  const blocks = figures.flatMap((round) => round[variant]?.traffic[index] ?? [])
  const due = blocks.reduce((sum, block) => sum + block.due, 0)
  return due === 0 ? 0 : blocks.reduce((sum, block) => sum + block.failed, 0) / due
}
