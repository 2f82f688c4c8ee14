import { describe, expect, it } from 'vitest'
import type { ComparedMetric } from '../report/before-after.ts'
import { judgeNight, type NightToJudge } from './judge-night.ts'
import { compared, nightOfP99 } from './nights.fixture.ts'
import type { PastNight } from './past-night.ts'
import { needsAgain, needsThird } from './suspect.ts'

const history: readonly PastNight[] = Array.from({ length: 12 }, (_, i) =>
  nightOfP99((i % 3) * 0.004 - 0.004, i % 2 === 0 ? 0.005 : -0.005),
)
const p99 = (effect: number, margin = 0.02) => compared({ effect, margin })
const judge = (night: Partial<NightToJudge> & Pick<NightToJudge, 'metrics'>) =>
  judgeNight({ again: null, sameAgainstSame: p99(0), history, against: 'pinned', ...night })

describe('judgeNight', () => {
  it('raises an alarm when two measurements pass the gate for the worse', () => {
    const judgement = judge({ metrics: p99(0.1), again: p99(0.09) })
    expect(judgement.verdict).toBe('regression')
    expect(judgement.why).toBe('P99 +10.5 %, and +9.4 % when measured again; the gate is 2.2 %.')
    expect(judgement.findings).toHaveLength(1)
    expect(judgement.findings[0]?.noise).toBeCloseTo(0.005 * 1.482602218505602, 12)
  })

  it('believes the second measurement where it does not bear out the first', () => {
    for (const again of [p99(0.01), p99(-0.1)]) {
      const judgement = judge({ metrics: p99(0.1), again })
      expect(judgement.verdict).toBe('ok')
      expect(judgement.findings[0]?.why).toMatch(
        /^P99 \+10\.5 %, but .* when measured again: not confirmed\.$/,
      )
    }
  })

  it('leaves open what the second measurement neither confirms nor denies, and lets a third decide', () => {
    const metrics = p99(0.1)
    const disturbed = p99(0.03, 0.09)
    expect(needsThird(metrics, disturbed, history, 'pinned')).toBe(true)
    const twice = judge({ metrics, again: disturbed })
    expect(twice.verdict).toBe('unknown')
    expect(twice.why).toBe(
      'P99 +10.5 % passes the gate of 2.2 %, and +3.0 % when measured again neither confirms nor denies it: ' +
        'its interval holds both no change and that one.',
    )
    const verdict = (third: ComparedMetric[]) => judge({ metrics, again: disturbed, third }).verdict
    expect(verdict(p99(0.09))).toBe('regression')
    expect(verdict(p99(0.01))).toBe('ok')
    expect(verdict(disturbed)).toBe('unknown')
    expect(verdict([])).toBe('unknown')
  })

  it('takes a third measurement only where the second is open, and nothing is confirmed', () => {
    for (const again of [p99(0.09), p99(0.01), p99(-0.1)])
      expect(needsThird(p99(0.1), again, history, 'pinned')).toBe(false)
    expect(needsThird(p99(0.1), [], history, 'pinned')).toBe(true)
    expect(needsThird(p99(0.01), p99(0, 0.2), history, 'pinned')).toBe(false)
    const both = (mean: number, margin: number, tail: number) =>
      compared({ metric: 'mean', effect: mean, margin }, { effect: tail, margin: 0.02 })
    expect(needsThird(both(0.1, 0.02, 0.1), both(0.03, 0.09, 0.01), history, 'pinned')).toBe(true)
    expect(needsThird(both(0.1, 0.02, 0.1), both(0.03, 0.09, 0.1), history, 'pinned')).toBe(false)
    expect(judge({ metrics: p99(0.1), again: p99(0.01), third: p99(0.1) }).verdict).toBe('ok')
  })

  it('says nothing of a metric whose gate is above 50 %, whichever way it changed', () => {
    const night = { history: [], against: 'pinned' as const }
    for (const effect of [-0.3, 0, 0.3]) {
      const judgement = judge({ metrics: p99(effect, 0.15), ...night })
      expect(judgement.verdict).toBe('unknown')
      expect(judgement.why).toMatch(/^P99 .* says nothing, since the gate is 58\.3 %: measure on a quieter/)
    }
    const fast = p99(-0.6, 0.15)
    expect(judge({ metrics: fast, ...night }).verdict).toBe('improvement')
    const slow = p99(0.6, 0.15)
    expect(judge({ metrics: slow, again: slow, ...night }).verdict).toBe('regression')
    expect(judge({ metrics: p99(0, 0.13), ...night }).verdict).toBe('ok')
    const dials = compared({ metric: 'dialsPerSecond', effect: 0, margin: 0.5 })
    expect(judge({ metrics: dials, ...night }).verdict).toBe('ok')
    const failures = (margin: number) =>
      compared({ metric: 'failureRate', kind: 'difference', effect: 0, margin })
    expect(judge({ metrics: failures(0.015), ...night }).verdict).toBe('ok')
    expect(judge({ metrics: failures(0.017), ...night }).verdict).toBe('unknown')
  })

  it('lets nights whose gate was too wide narrow the gate of later ones', () => {
    const wide = { metrics: p99(0, 0.15), against: 'pinned' as const }
    let past: readonly PastNight[] = []
    for (let night = 0; night < 5; night++) {
      const judgement = judge({ ...wide, history: past })
      expect(judgement.verdict).toBe('unknown')
      past = [...past, { ...nightOfP99(0, 0.01), metrics: wide.metrics, judgement }]
    }
    expect(judge({ ...wide, history: past })).toMatchObject({ verdict: 'ok', findings: [{ verdict: 'ok' }] })
  })

  it('needs a change that is beyond the gate and not chance', () => {
    expect(judge({ metrics: p99(0.015, 0.001), again: p99(0.015, 0.001) }).verdict).toBe('ok')
    const wide = judge({ metrics: p99(0.1, 0.15), again: p99(0.1, 0.15) })
    expect(wide.verdict).toBe('ok')
    expect(wide.findings[0]?.why).toBe('P99 +10.5 %, which is beyond the gate of 2.2 % but may be chance.')
  })

  it('proposes to pin anew where it became faster, by one measurement', () => {
    const judgement = judge({ metrics: p99(-0.1) })
    expect(judgement.verdict).toBe('improvement')
    expect(judgement.why).toBe('P99 −9.5 %; the gate is 2.2 %: consider pinning anew.')
  })

  it('tells of a drift that no night shows', () => {
    const slower = Array.from({ length: 6 }, (_, i) => nightOfP99(0.02 + (i % 3) * 0.003, 0.03))
    const older = Array.from({ length: 30 }, (_, i) => nightOfP99(-0.02 + (i % 3) * 0.003, -0.03))
    const judgement = judge({ metrics: p99(0.022), history: [...older, ...slower] })
    expect(judgement.verdict).toBe('drift')
    expect(judgement.why).toMatch(/^P99 has been \+4\.1 % for 7 nights \(p = \de-\d+\), though tonight alone/)
  })

  /** Judges tonight and puts it in the history, with so many nights at the level. */
  function live(past: readonly PastNight[], level: number, nights: number): PastNight[] {
    const lived = [...past]
    for (let i = 0; i < nights; i++) {
      const metrics = p99(level + ((i % 3) - 1) * 0.002)
      const judgement = judge({ metrics, again: metrics, history: lived })
      lived.push({ ...nightOfP99(0, i % 2 === 0 ? 0.005 : -0.005), metrics, judgement })
    }
    return lived
  }
  const verdicts = (nights: readonly PastNight[]) => nights.map(({ judgement }) => judgement.verdict)

  it('tells of a regression every night, until it is pinned: then its level is what counts', () => {
    const slower = live(history, 0.1, 40)
    expect(new Set(verdicts(slower.slice(history.length)))).toEqual(new Set(['regression']))
    expect(verdicts(live(slower, 0, 20)).slice(-20)).not.toContain('regression')
    const pin = nightOfP99(0, 0.005, { metrics: [], verdict: 'baseline' })
    const pinned = [...slower, pin]
    expect(new Set(verdicts(live(pinned, 0, 40).slice(pinned.length)))).toEqual(new Set(['ok']))
    expect(verdicts(live(live(pinned, 0, 40), 0.1, 3)).slice(-3)).toEqual([
      'regression',
      'regression',
      'regression',
    ])
  })

  it('tells that an improvement that was not pinned is gone, as a drift, for 14 nights', () => {
    const faster = live(history, -0.1, 20)
    expect(new Set(verdicts(faster.slice(history.length)))).toEqual(new Set(['improvement']))
    const back = verdicts(live(faster, 0, 20).slice(faster.length))
    expect(back).toEqual([
      'ok',
      ...Array.from({ length: 13 }, () => 'drift'),
      ...Array.from({ length: 6 }, () => 'ok'),
    ])
  })

  it('cannot tell without an interval, and without the second measurement that it wanted', () => {
    const [metric] = p99(0.1)
    const without: ComparedMetric = { ...metric!, answer: null, effect: null }
    expect(judge({ metrics: [without] }).why).toBe(
      'P99 has no confidence interval: there are too few blocks or requests.',
    )
    for (const again of [null, [], [without]]) {
      const judgement = judge({ metrics: p99(0.1), again })
      expect(judgement.verdict).toBe('unknown')
      expect(judgement.why).toMatch(/but measured again it has no answer\.$/)
    }
    expect(judge({ metrics: [] })).toMatchObject({ verdict: 'unknown', findings: [] })
  })

  it('judges what is tested, and no figure of the target', () => {
    const metrics = compared(
      { metric: 'mean', effect: 0, margin: 0.02 },
      { metric: 'failureRate', kind: 'difference', effect: 0.02, margin: 0.004 },
      { metric: 'rssPeak', effect: 0.5, margin: 0.01 },
    )
    const judgement = judge({ metrics, again: metrics })
    expect(judgement.findings.map(({ metric, verdict }) => [metric, verdict])).toEqual([
      ['mean', 'ok'],
      ['failureRate', 'regression'],
    ])
    expect(judgement.why).toBe(
      'Failure rate +2.00 percentage points, and +2.00 percentage points when measured again; ' +
        'the gate is 1.22 percentage points.',
    )
  })

  it('says the worst of what it found', () => {
    const faster = compared({ metric: 'mean', effect: -0.2, margin: 0.02 }, { effect: 0.1, margin: 0.02 })
    expect(judge({ metrics: faster, again: faster }).verdict).toBe('regression')
    const [mean, tail] = faster
    const unclear = [mean!, { ...tail!, answer: null }]
    expect(judge({ metrics: unclear }).verdict).toBe('unknown')
    expect(judge({ metrics: compared({ effect: 0, margin: 0.02 }) })).toMatchObject({
      verdict: 'ok',
      why: 'Nothing differs from the baseline by more than its gate.',
    })
  })

  it('tells whether tonight differs from itself', () => {
    expect(judge({ metrics: p99(0), sameAgainstSame: p99(0.1) }).falseAlarm).toBe(true)
    expect(judge({ metrics: p99(0), sameAgainstSame: p99(-0.1) }).falseAlarm).toBe(false)
    expect(judge({ metrics: p99(0.1), again: p99(0.1), sameAgainstSame: p99(0.01) }).falseAlarm).toBe(false)
  })

  it('adjusts for how many metrics are looked at', () => {
    const noise = { effect: 0, margin: 0.05 }
    const others = [{ metric: 'mean', ...noise } as const, { metric: 'dialsPerSecond', ...noise } as const]
    const barely = { effect: 0.06, margin: 0.05 }
    expect(needsAgain(compared(barely), history, 'pinned')).toBe(true)
    expect(needsAgain(compared(barely, ...others), history, 'pinned')).toBe(false)
  })
})
