import { afterEach, describe, expect, test } from 'vitest'
import { sendOverRestart, stopInstances } from './restart-under-load.fixture.ts'

afterEach(stopInstances)

describe('three instances, restarted one after the other under 200 requests a second', () => {
  test('lose none with the hooks', async () => {
    const { result, instances, pids } = await sendOverRestart({ hooks: true })
    const { due, completed, failed, dropped } = result.measurement.requests
    expect(result.measurement.errors).toEqual({})
    expect({ completed, failed, dropped }).toEqual({ completed: due, failed: 0, dropped: 0 })
    expect(due).toBeGreaterThan(300)
    expect(result.byEndpoint.map(({ failed }) => failed)).toEqual([0, 0, 0])
    expect(result.restartedInTime).toBe(true)
    expect(instances.map(({ pid }, i) => pid === pids[i])).toEqual([false, false, false])
    expect(result.events.map(({ instance, event }) => `${instance} ${event}`)).toEqual(
      [0, 1, 2].flatMap((i) =>
        ['stopping', 'stopped', 'started', 'ready', 'preheated'].map((event) => `${i} ${event}`),
      ),
    )
    // Each was seen to leave, and to come back by and by.
    for (const i of [0, 1, 2]) {
      const told = result.weightChanges.map(({ weights }) => weights[i])
      expect(told).toContain(0)
      expect(told.at(-1)).toBe(100)
    }
  })

  test('lose requests without them', async () => {
    const { result } = await sendOverRestart({ hooks: false })
    const { due, completed, failed } = result.measurement.requests
    expect(failed).toBeGreaterThan(0)
    expect(completed + failed).toBe(due)
    expect(result.byEndpoint.every(({ failed }) => failed > 0)).toBe(true)
    expect(result.events.map(({ instance, event }) => `${instance} ${event}`)).toEqual(
      [0, 1, 2].flatMap((i) => ['stopping', 'stopped', 'started'].map((event) => `${i} ${event}`)),
    )
  })
})
