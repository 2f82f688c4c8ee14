import { describe, expect, it } from 'vitest'
import type { ExperimentArtifact } from './experiment-artifact.ts'
import { artifactOf, blockOf } from './experiment-blocks.fixture.ts'
import { buildExperimentReport, type ExperimentReport } from './experiment-report.ts'

const identity = {
  name: 'hooks',
  seed: 1,
  startedAt: '2026-11-20T10:00:00.000Z',
  scenarioHash: '0'.repeat(64),
  command: 'kneepoint run hooks.ts --seed 1',
  environment: 'Node 22.0.0, 2 cores, some CPU',
}
const fast = { responsesMs: [1, 2, 3, 4] }

function build(artifact: ExperimentArtifact): ExperimentReport {
  return buildExperimentReport(identity, artifact)
}

describe('the verdict', () => {
  it('is good where requests went out on time', () => {
    expect(build(artifactOf(['a', 'b'], 6, () => blockOf([fast]))).verdict).toEqual({
      verdict: 'VALID',
      why: 'requests went out at most 1.0 ms late (P99 of the worst block)',
      advice: null,
    })
  })

  it('does not trust figures that were late with every variant, and tells of one that was late alone', () => {
    const lateWith = (late: readonly number[]) =>
      build(artifactOf(['a', 'b'], 6, (variant) => blockOf([fast], {}, late.includes(variant) ? 300 : 1)))
    expect(lateWith([0, 1]).verdict).toMatchObject({ verdict: 'GENERATOR_BOUND' })
    expect(lateWith([0, 1]).verdict.why).toContain('up to 300 ms late (P99), in 6 of 6 blocks')
    expect(lateWith([0, 1]).notes).toEqual([])
    expect(lateWith([1]).verdict.verdict).toBe('VALID')
    expect(lateWith([1]).notes).toEqual([
      expect.stringMatching(/^Requests to b went out late in 6 of 6 blocks/),
    ])
  })

  it('trusts what is no response time, though requests went out late, and says so', () => {
    const late = artifactOf(['a', 'b'], 6, () => blockOf([fast], {}, 300))
    const report = build({ ...late, measures: ['failureRate', 'cpuPerRequest'] })
    expect(report.verdict.verdict).toBe('VALID')
    expect(report.notes).toEqual([
      'Requests went out late in more than a quarter of the 6 blocks of each of a (6), b (6): response times have that in them.',
    ])
    const slo = { p99Ms: 10, failureRate: null, requiredOf: [] }
    const promised = { ...late, traffic: late.traffic.map((each) => ({ ...each, slo })) }
    expect(build({ ...promised, measures: ['failureRate'] }).verdict.verdict).toBe('GENERATOR_BOUND')
  })

  it('takes failures of one variant for a finding, and of all for none', () => {
    const failing = { responsesMs: [1], failed: 3 }
    const failingWith = (variants: readonly number[]) =>
      build(artifactOf(['a', 'b'], 6, (v) => blockOf([variants.includes(v) ? failing : fast]))).verdict
    expect(failingWith([1]).verdict).toBe('VALID')
    expect(failingWith([0, 1])).toMatchObject({
      verdict: 'TARGET_ERRORS',
      why: '75 % of the requests of browse failed with every variant at least',
    })
  })

  it('says what is missing of one that was ended', () => {
    const artifact = artifactOf(['a', 'b'], 2, () => blockOf([fast]))
    const report = build({ ...artifact, plan: { ...artifact.plan, rounds: 6 } })
    expect(report.verdict).toMatchObject({ verdict: 'INCOMPLETE', why: '4 of 6 rounds are missing' })
    expect(report.comparisons).toHaveLength(1)
    const none = build({ ...artifact, rounds: [] })
    expect([none.comparisons, none.objectives]).toEqual([[], []])
  })
})

describe('objectives', () => {
  const artifact = artifactOf(['a', 'b'], 5, (variant) =>
    blockOf([{ responsesMs: [1, 2, 3, variant === 0 ? 40 : 4], failed: variant }]),
  )
  const judged = (slo: { p99Ms: number | null; failureRate: number | null; requiredOf: string[] }) =>
    build({ ...artifact, traffic: artifact.traffic.map((each) => ({ ...each, slo })) }).objectives

  it('are met where both the P99 and the failures are low enough', () => {
    const results = judged({ p99Ms: 10, failureRate: 0.1, requiredOf: ['b'] })
    expect(results.map(({ variant, isMet, isRequired }) => [variant, isMet, isRequired])).toEqual([
      ['a', false, false],
      ['b', false, true],
    ])
    expect(results.map(({ failureRate }) => failureRate)).toEqual([0, 0.2])
    expect(results[0]?.p99Ms).toBeGreaterThan(39)
  })

  it('ask for nothing that they do not name', () => {
    expect(judged({ p99Ms: 10, failureRate: null, requiredOf: [] }).map(({ isMet }) => isMet)).toEqual([
      false,
      true,
    ])
    expect(judged({ p99Ms: null, failureRate: 0.1, requiredOf: [] }).map(({ isMet }) => isMet)).toEqual([
      true,
      false,
    ])
  })
})
