import { describe, expect, test } from 'vitest'
import { simulateFault, simulateInjection, simulateQuiet } from './chain.fixture.ts'
import { LATENT_SCORE } from './diagnosis.ts'
import { rankByErrorRate } from './error-rate-baseline.ts'
import { rankCauses } from './rank-causes.ts'

/** The method was made on seeds below 1000. */
const FRESH_SEED = 20_000
const INJECTIONS = 20
const QUIET = 4

describe('faults put into a simulated chain', () => {
  test('are named first, service and kind, in 95 of 100; errors alone find far fewer', () => {
    let named = 0
    let byErrors = 0
    for (let seed = FRESH_SEED; seed < FRESH_SEED + INJECTIONS; seed++) {
      const { service, kind, healthy, faulty } = simulateInjection(seed)
      const [first] = rankCauses(healthy, faulty).ranking
      if (first?.service === service && first.kind === kind) named++
      if (rankByErrorRate(faulty)[0] === service) byErrors++
    }
    expect(named / INJECTIONS).toBeGreaterThanOrEqual(0.95)
    expect(byErrors).toBeLessThan(named / 1.5)
  })

  test('have no high score where there are none', () => {
    for (let seed = FRESH_SEED; seed < FRESH_SEED + QUIET; seed++) {
      const { healthy, faulty } = simulateQuiet(seed)
      const { ranking, notes } = rankCauses(healthy, faulty)
      expect(ranking[0]?.score).toBeLessThan(LATENT_SCORE)
      expect(notes[0]).toContain('nothing is wrong')
      expect(ranking.map(({ service }) => service).sort()).toEqual(['back', 'front', 'middle', 'store'])
    }
  })
})

describe('the first suspect', () => {
  test('of a leak: connections out for nothing, and no setting', () => {
    const { healthy, faulty } = simulateFault(31, 'leaked-connection', 'middle')
    const [first] = rankCauses(healthy, faulty).ranking
    expect(first).toMatchObject({ service: 'middle', kind: 'leaked-connection', setting: null })
    expect(first?.evidence[0]).toMatch(
      /^middle: (\d+) of \1 connections to back are out, the longest for [\d.]+ m?s, while back has 0 requests in work\.$/,
    )
    expect(first?.advice).toContain('every way out of the call')
  })

  test.each([
    ['timeout-order', 'timeoutMs', 'back'],
    ['retry-storm', 'retries', 'back'],
    ['lost-capacity', 'slots', null],
  ] as const)('of %s: the setting goes back to what it was', (kind, key, peer) => {
    const { healthy, faulty } = simulateFault(32, kind, 'middle')
    const [first] = rankCauses(healthy, faulty).ranking
    expect(first).toMatchObject({ service: 'middle', kind })
    const calls = ({ configuration }: typeof healthy) =>
      configuration.find(({ service }) => service === 'middle')?.calls[0]
    const slots = ({ vitals }: typeof healthy) => vitals.find(({ service }) => service === 'middle')?.slots
    const valueIn = (observation: typeof healthy) =>
      key === 'slots' ? slots(observation) : calls(observation)?.[key]
    expect(first?.setting).toMatchObject({
      key,
      service: 'middle',
      peer,
      today: valueIn(faulty),
      proposed: valueIn(healthy),
    })
    expect(first?.evidence.length).toBeGreaterThan(0)
  })

  test('of a timeout that was always too short: what the calls need', () => {
    const { healthy, faulty } = simulateFault(33, 'timeout-order', 'middle')
    const unchanged = { ...healthy, configuration: faulty.configuration }
    const [first] = rankCauses(unchanged, faulty).ranking
    expect(first).toMatchObject({ service: 'middle', kind: 'timeout-order' })
    const needed = first?.setting?.proposed ?? 0
    expect(needed % 10).toBe(0)
    const inner = faulty.configuration.find(({ service }) => service === 'back')?.calls[0]?.timeoutMs ?? 0
    expect(needed).toBeGreaterThan(inner)
  })
})
