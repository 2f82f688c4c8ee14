import { describe, expect, it } from 'vitest'
import { describeIssues, formatPath } from './describe-issues.ts'
import { constant, ramp } from './arrival-builders.ts'
import { defineExperiment } from './define-experiment.ts'
import { type ExperimentInput, experimentSchema } from './experiment-schema.ts'

const valid: ExperimentInput = {
  name: 'slots',
  variants: [
    { name: 'four', target: { builtin: 'shop', slots: 4 } },
    { name: 'eight', target: { builtin: 'shop', slots: 8 } },
  ],
  traffic: [
    {
      name: 'browse',
      arrivals: constant({ rate: 100, duration: '1m' }),
      requests: [{ path: '/products/1' }],
    },
  ],
}

function problemsOf(changes: Record<string, unknown>): string[] {
  const value = { ...defineExperiment(valid), ...changes }
  const checked = experimentSchema.safeParse(value)
  if (checked.success) return []
  return describeIssues(checked.error.issues, value).map(({ path, text }) => `${formatPath(path)}: ${text}`)
}

describe('an experiment', () => {
  it('has defaults', () => {
    const parsed = experimentSchema.parse(defineExperiment(valid))
    expect(parsed).toMatchObject({ kind: 'experiment', seed: 1, blocks: {}, graphs: [] })
    expect(parsed.traffic[0]).toMatchObject({
      pods: 1,
      client: 'go-net-http',
      settings: {},
      requestTimeoutMs: 10_000,
    })
  })

  it('has two to eight variants with names of their own', () => {
    const [first] = valid.variants
    expect(problemsOf({ variants: [first] })).toEqual([
      expect.stringMatching(/^variants: found .*, expected at least two variants/),
    ])
    expect(
      problemsOf({ variants: Array.from({ length: 9 }, (_, i) => ({ ...first, name: `v${i}` })) }),
    ).toEqual([expect.stringContaining('at most 8 variants')])
    expect(problemsOf({ variants: [first, first] })).toEqual([
      'variants[1].name: found "four", expected a name that variants[0] does not have',
    ])
  })

  it('takes traffic whose rate stays as it is', () => {
    const [browse] = valid.traffic
    const arrivals = ramp({ fromRate: 1, toRate: 5, duration: '1m' })
    expect(problemsOf({ traffic: [{ ...browse, arrivals }] })).toEqual([
      expect.stringMatching(/^traffic\[0\]\.arrivals/),
    ])
  })

  it('requires objectives of variants that there are', () => {
    const [browse] = valid.traffic
    expect(problemsOf({ traffic: [{ ...browse, slo: { p99Ms: 5, requiredOf: ['nine'] } }] })).toEqual([
      'traffic[0].slo.requiredOf[0]: found "nine", expected one of four, eight',
    ])
    expect(problemsOf({ traffic: [{ ...browse, slo: {} }] })).toEqual([
      expect.stringContaining('p99Ms, failureRate or both'),
    ])
  })

  it('tells the name that was nearly right', () => {
    expect(problemsOf({ measures: ['p98'] })).toEqual([expect.stringContaining('did you mean p99?')])
    expect(problemsOf({ variant: [] })).toEqual(['variant: unknown key; did you mean variants?'])
    expect(problemsOf({ during: { kind: 'rolling restart' } })).toEqual([
      expect.stringContaining('rolling-restart'),
    ])
  })
})
