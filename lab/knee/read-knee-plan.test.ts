import { describe, expect, test } from 'vitest'
import { UsageError } from '../usage-error.ts'
import type { KneePlan } from './knee-plan.ts'
import { type KneeFlags, readKneePlan } from './read-knee-plan.ts'

const none: KneeFlags = { header: [], set: [], insecure: false, allow: [] }

async function planOf(flags: Partial<KneeFlags> = {}): Promise<KneePlan> {
  return (await readKneePlan('http://127.0.0.1:8080/a', { ...none, ...flags })).plan
}

describe('the plan of a search', () => {
  test('has a service level, short and full-length trials, and a pool without limits unless told', async () => {
    const { bench, slo, search } = await planOf()
    expect(slo).toEqual({ p99Ms: 250, failureRatio: 0.001 })
    expect(search).toEqual({
      goal: {
        finalTrialMs: 2000,
        initialTrialMs: 500,
        durationSumMs: 6000,
        lossRatio: 0.01,
        failureRatio: 0.001,
        exceedRatio: 0.5,
        relativeWidth: 0.05,
      },
      lowestRate: 20,
      highestRate: 100_000,
    })
    expect(bench).toMatchObject({
      load: { kind: 'open', rate: 20, arrivals: 'constant' },
      warmupMs: 500,
      driver: 'undici',
      mostRequests: null,
      settings: { maxConnsPerHost: Infinity },
      request: { method: 'GET', path: '/a' },
    })
  })

  test('follows what it is told', async () => {
    const { bench, slo, search } = await planOf({
      sloP99: '50ms',
      sloFailures: '1%',
      exceed: '20%',
      width: '10%',
      trial: '1s',
      from: '100',
      to: '2k',
      arrivals: 'poisson',
      connections: '8',
      driver: 'wire',
      body: '{}',
      seed: 7,
    })
    expect(slo).toEqual({ p99Ms: 50, failureRatio: 0.01 })
    expect(search).toMatchObject({ lowestRate: 100, highestRate: 2000 })
    expect(search.goal).toMatchObject({
      finalTrialMs: 1000,
      initialTrialMs: 250,
      failureRatio: 0.01,
      exceedRatio: 0.2,
      relativeWidth: 0.1,
    })
    expect(bench).toMatchObject({
      load: { arrivals: 'poisson' },
      settings: { maxConnsPerHost: 8 },
      driver: 'wire',
      request: { method: 'POST' },
      seed: 7,
    })
  })

  test('has trials that are long enough for the service level', async () => {
    const { search } = await planOf({ sloP99: '2s' })
    expect(search.goal).toMatchObject({ finalTrialMs: 8000, initialTrialMs: 2000, durationSumMs: 24_000 })
  })

  test('begins no higher than it may go', async () => {
    expect((await planOf({ to: '5' })).search).toMatchObject({ lowestRate: 5, highestRate: 5 })
  })

  test.each<[Partial<KneeFlags>, string]>([
    [{ sloP99: '250' }, '--slo-p99: '],
    [{ sloP99: '0' }, "--slo-p99: '0' must be above 0"],
    [{ sloP99: '200s' }, '--slo-p99: it may be 150 s at most'],
    [{ sloP99: '10s' }, '--slo-p99: 10 s is not within --timeout, 10 s,'],
    [{ timeout: '200ms' }, '--slo-p99: 250 ms is not within --timeout, 200 ms'],
    [{ sloFailures: '2' }, '--slo-failures: '],
    [{ exceed: '95%' }, "--exceed: '95%' is more than 90%"],
    [{ width: '0.1%' }, "--width: '0.1%' is not from 0.2% to 50%"],
    [{ trial: '0.5' }, 'with --slo-p99 250ms it must be 1000ms or longer'],
    [{ trial: '11m' }, "--trial: '11m' is longer than 10 min"],
    [{ from: '0' }, "--from: '0' is no rate"],
    [{ to: 'many' }, "--to: 'many' is no rate"],
    [{ from: '30', to: '20' }, '--from: 30/s is above the highest rate, 20/s'],
    [{ driver: 'curl' }, '--driver: '],
  ])('refuses %j', async (flags, message) => {
    const refused = planOf(flags)
    await expect(refused).rejects.toThrow(UsageError)
    await expect(refused).rejects.toThrow(message)
  })
})
