import { describe, expect, it } from 'vitest'
import type { RatedConstraint, RecommendArtifact } from '../../models/artifacts/recommend.ts'
import { toStored, UNLIMITED } from '../../models/pool/settings.ts'
import { recommendationText } from './recommendation-text.ts'

const settings = toStored({ ...UNLIMITED, idleTimeoutMs: 64_000, maxIdlePerHost: 13, maxConnsPerHost: 30 })
const chosen = { settings, dialsPerSecond: 0.02, meanMs: 12, p99Ms: 22, idleConnections: 13.6 }

const recommendation: RecommendArtifact = {
  client: 'go-net-http',
  before: toStored({ ...UNLIMITED, idleTimeoutMs: 90_000, maxIdlePerHost: 2 }),
  settings,
  reasons: ['idleTimeout 64 s: the server closes after 65 s.'],
  runnersUp: [
    {
      ...chosen,
      settings: { ...settings, maxIdlePerHost: 11 },
      p99Ms: 22.4,
      dialsPerSecond: 0.12,
      idleConnections: 11.5,
    },
  ],
  today: chosen,
  chosen,
  meetsSlo: true,
  unchanged: false,
}

function constraint(name: RatedConstraint['name'], holds: boolean, binds: boolean): RatedConstraint {
  return { name, holds, binds, figures: `${name} figures`, sentence: `A sentence about ${name}.` }
}

const robustness = {
  holds: true,
  strains: [],
  load: { upTo: 1.9, failsAt: 2, failures: [] },
  serviceTime: { upTo: 4, failsAt: null, failures: [] },
  rejected: [],
  sentences: ["It holds up to 1.9 times today's load; at 2 times: P99 30.0 ms."],
}

/** Without the breaks of lines. */
const flat = (changes: Partial<RecommendArtifact>) =>
  recommendationText({ ...recommendation, ...changes }, 'Recommendation').replace(/\n {2}/g, ' ')

describe('recommendationText', () => {
  it('says what runners-up would cost against the chosen settings', () => {
    expect(flat({})).toBe(
      [
        'Recommendation: idleTimeout 64 s, maxIdlePerHost 13, maxConnsPerHost 30',
        '- idleTimeout 64 s: the server closes after 65 s.',
        '- Runner-up: idleTimeout 64 s, maxIdlePerHost 11, maxConnsPerHost 30: +0.40 ms P99 (+1.8 %), +0.10 dials/s, -2.1 idle connections (P99 22.4 ms).',
      ].join('\n'),
    )
  })

  it('lists the constraints that are kept with those that bind, and has a sentence for each that is not', () => {
    const text = flat({
      constraints: [
        constraint('race', true, true),
        constraint('ports', true, false),
        constraint('slo', false, false),
      ],
    })
    expect(text).toContain(
      '- Constraints kept: keep-alive race race figures; local ports ports figures. What binds: keep-alive race.',
    )
    expect(text).toContain('- Constraint not kept: A sentence about slo.')
    expect(flat({ constraints: [constraint('ports', true, false)] })).toContain('None of them binds.')
  })

  it('says how far it holds', () => {
    expect(flat({ robustness })).toContain(
      "- It holds up to 1.9 times today's load; at 2 times: P99 30.0 ms.",
    )
  })

  it('fits 80 columns, the title too', () => {
    const text = recommendationText(
      { ...recommendation, robustness, constraints: [constraint('race', true, true)] },
      'Not verified, so not recommended yet',
    )
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it("keeps today's settings without naming any", () => {
    const unchanged = flat({ unchanged: true, runnersUp: [] })
    expect(unchanged.split('\n')[0]).toBe("Recommendation: keep today's settings")
    expect(unchanged).not.toContain('maxIdlePerHost 13')
  })
})
