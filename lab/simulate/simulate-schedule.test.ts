import { describe, expect, it } from 'vitest'
import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import { clientNames, findClient } from '../../models/clients/catalogue.ts'
import { PLAIN_POLICY } from '../../models/pool/policy.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import { createDistribution } from '../../models/simulate/create-distribution.ts'
import { Simulation, type SimulationOptions } from '../../models/simulate/simulation.ts'
import type { SystemModel } from '../../models/simulate/system-model.ts'
import { Interrupted } from '../interrupted.ts'
import { walkThrough } from './schedule-walk.fixture.ts'
import { simulateSchedule } from './simulate-schedule.ts'

const system: SystemModel = {
  rttMs: 1,
  dialMs: createDistribution({ kind: 'deterministic', value: 2 }),
  dialExclusiveMs: 0,
  serviceMs: createDistribution({ kind: 'deterministic', value: 10 }),
  slots: Infinity,
  serverIdleTimeoutMs: Infinity,
  hintMs: null,
}

function plain(more: Partial<SimulationOptions> = {}): SimulationOptions {
  return { system, settings: UNLIMITED, policy: PLAIN_POLICY, pods: 1, seed: 1, ...more }
}

const FOUR = walkThrough([0, 5, 100, 105], [10, 10, 10, 10])

describe('simulateSchedule', () => {
  // With one idle connection: A is dialed at 0, answered at 13 and kept; B dialed at 5, answered at 18 and closed.
  // The third takes A from 100 to 111, after 87 ms idle; the fourth dials C at 105, which is closed at 118. A has
  // then been idle for 7 ms more.
  it('does four requests as by hand, with one idle connection', async () => {
    const settings = { ...UNLIMITED, maxIdlePerHost: 1 }
    const { measurement, endedMs, stillOpen, peakOpen } = await simulateSchedule(FOUR, plain({ settings }))
    expect([endedMs, stillOpen, peakOpen]).toEqual([118, 1, 2])
    expect(measurement.requests).toMatchObject({ due: 4, completed: 4, failed: 0 })
    expect(measurement.connections).toMatchObject({ dialed: 3, reused: 1, peakIdle: 1 })
    expect(measurement.connections.closed.overflow).toBe(2)
    expect(measurement.connections.idleSeconds).toBeCloseTo(0.094, 12)
    expect(measurement.response.meanMs).toBe((13 + 13 + 11 + 13) / 4)
    expect(measurement.series).toMatchObject({ everyMs: 60_000, due: [4], dialed: [3] })
  })

  // Without a limit: B, answered at 18, is taken first, from 100 to 111, and A, of 13, from 105 to 116.
  it('does four requests as by hand, with any number of idle connections', async () => {
    const { measurement, endedMs, stillOpen } = await simulateSchedule(FOUR, plain())
    expect([endedMs, stillOpen, measurement.connections.dialed]).toEqual([116, 2, 2])
    expect(measurement.connections.idleSeconds).toBeCloseTo((82 + 92 + 5) / 1000, 12)
  })

  it('knows the end to a fraction of a ms where the connection is kept', async () => {
    const { endedMs } = await simulateSchedule(walkThrough([0], [10.3]), plain())
    expect(endedMs).toBeCloseTo(13.3, 12)
  })

  it('ends with the last arrival where that is answered at once', async () => {
    const instant = { ...system, rttMs: 0, dialMs: createDistribution({ kind: 'deterministic', value: 0 }) }
    const { endedMs, stillOpen } = await simulateSchedule(
      walkThrough([0, 70_000], [0, 0]),
      plain({ system: instant }),
    )
    expect([endedMs, stillOpen]).toEqual([70_000, 1])
  })

  it('drains a line that is as long as the schedule', async () => {
    const due = Array.from({ length: 200 }, (_, i) => i)
    const walk = walkThrough(
      due,
      due.map(() => 600),
    )
    const { measurement, endedMs } = await simulateSchedule(walk, plain({ system: { ...system, slots: 1 } }))
    expect(measurement.requests.completed).toBe(200)
    expect(endedMs).toBeCloseTo(2 + 1 + 200 * 600, 9)
  })

  it('comes to nothing without requests', async () => {
    const arrivals = createArrivals({ kind: 'steps', steps: [{ rate: 0, durationMs: 90_000 }] }, 1)
    const { measurement, ...rest } = await simulateSchedule(
      { ...FOUR, arrivals, recordedServiceMs: null },
      plain(),
    )
    expect(rest).toEqual({ endedMs: 0, stillOpen: 0, peakOpen: 0, pods: 1 })
    expect(measurement.requests.due).toBe(0)
  })

  it('is the simulation in one piece, whatever the chunks', async () => {
    const arrivals = createArrivals({ kind: 'poisson', rate: 20, durationMs: 400_000 }, 3)
    const options = plain({
      settings: { ...UNLIMITED, maxIdlePerHost: 2, idleTimeoutMs: 300 },
      pods: 2,
      system: { ...system, serviceMs: createDistribution({ kind: 'exponential', mean: 50 }) },
    })
    const walk = { ...FOUR, arrivals, recordedServiceMs: null }
    const { measurement } = await simulateSchedule(walk, options)
    const whole = new Simulation(options)
    whole.startMeasuring()
    whole.run(arrivals.between(0, 400_000), 400_000)
    whole.run(new Float64Array(0), 410_000)
    const expected = whole.measurement()
    expect(measurement.requests).toEqual(expected.requests)
    expect(measurement.connections.dialed).toBe(expected.connections.dialed)
    expect(measurement.response.meanMs).toBe(expected.response.meanMs)
  })

  it('stops when it is interrupted', async () => {
    const arrivals = createArrivals({ kind: 'constant', rate: 2000, durationMs: 3_600_000 }, 1)
    const walk = {
      ...FOUR,
      arrivals,
      recordedServiceMs: null,
      signal: AbortSignal.abort(new Interrupted()),
    }
    await expect(simulateSchedule(walk, plain())).rejects.toThrow(Interrupted)
  })

  it.each(clientNames)('loses no request and no connection of %s', async (name) => {
    const client = findClient(name)
    const due = Array.from({ length: 400 }, (_, i) => 40 * Math.floor(i / 6) + (i > 300 ? 20_000 : 0))
    const walk = walkThrough(
      due,
      due.map((_, i) => 5 + ((i * 37) % 60)),
    )
    for (const hosts of [1, 3]) {
      const { measurement, stillOpen, endedMs } = await simulateSchedule(
        walk,
        plain({
          settings: client.defaults,
          policy: client.policy,
          pods: 2,
          hosts,
          system: {
            ...system,
            slots: 8,
            serverIdleTimeoutMs: 3000,
            hintMs: 3000,
            failures: { requestShare: 0.02, dialShare: 0.02 },
          },
        }),
      )
      const { requests, connections } = measurement
      expect(requests.due).toBe(400)
      expect(requests.completed + requests.failed).toBe(400)
      const closed = Object.values(connections.closed).reduce((sum, count) => sum + count, 0)
      expect(connections.dialed - closed).toBe(stillOpen)
      expect(stillOpen).toBeGreaterThanOrEqual(0)
      expect(connections.dialed).toBeGreaterThan(0)
      expect(endedMs).toBeGreaterThanOrEqual(due.at(-1) as number)
    }
  })
})
