import { describe, expect, it } from 'vitest'
import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import { findClient } from '../../models/clients/catalogue.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import { type AutoscalerSettings, KUBERNETES_TIMING } from '../../models/simulate/autoscaler.ts'
import { createDistribution } from '../../models/simulate/create-distribution.ts'
import type { SimulationOptions } from '../../models/simulate/simulation.ts'
import { walkThrough } from './schedule-walk.fixture.ts'
import type { SimulateDocument } from './simulate-document.ts'
import { summarizeSimulation } from './summarize-simulation.ts'
import { simulateSchedule } from './simulate-schedule.ts'
import { simulateText } from './simulate-text.ts'

/** Two pods at first; 30 requests/s for two minutes are work for three at 10/s each. */
async function documentOf(autoscale?: AutoscalerSettings): Promise<SimulateDocument> {
  const client = findClient('hertz')
  const options: SimulationOptions = {
    system: {
      rttMs: 1,
      dialMs: createDistribution({ kind: 'deterministic', value: 2 }),
      dialExclusiveMs: 0,
      serviceMs: createDistribution({ kind: 'deterministic', value: 10 }),
      slots: Infinity,
      serverIdleTimeoutMs: Infinity,
      hintMs: null,
    },
    settings: UNLIMITED,
    policy: client.policy,
    pods: 2,
    seed: 1,
    ...(autoscale === undefined ? {} : { autoscale }),
  }
  const arrivals = createArrivals({ kind: 'constant', rate: 30, durationMs: 120_000 }, 1)
  const walk = { ...walkThrough([0], [0]), arrivals, recordedServiceMs: null }
  return summarizeSimulation({
    traffic: {
      file: 'two-minutes.ts',
      scenario: null,
      arrivals,
      recordedServiceMs: null,
      seed: 1,
      notes: [],
    },
    client,
    options,
    recordedServiceMs: null,
    simulated: await simulateSchedule(walk, options),
    surface: null,
    notes: [],
  })
}

describe('simulateText', () => {
  it('tells the pods at first and at the end where they follow the rate', async () => {
    const document = await documentOf({ minPods: 1, maxPods: 9, targetRatePerPod: 10, ...KUBERNETES_TIMING })
    expect(document).toMatchObject({ pods: 2, podsAtEnd: 3 })
    expect(simulateText(document)).toMatch(/^system {7}2 pods at first, 3 at the end, round trip/m)
  })

  it('tells one number of pods where it is fixed', async () => {
    const document = await documentOf()
    expect(document).toMatchObject({ pods: 2, podsAtEnd: null })
    expect(simulateText(document)).toMatch(/^system {7}2 pods, round trip/m)
  })
})
