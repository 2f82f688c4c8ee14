import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { goNetHttp } from '../../models/clients/go-net-http.ts'
import { AnsweringServer } from '../commands/answering-server.fixture.ts'
import { until } from '../commands/kneepoint-process.fixture.ts'
import { Interrupted } from '../interrupted.ts'
import { UnusableRun } from '../unusable-run.ts'
import { crossoverDocument } from './crossover-document.ts'
import type { CrossoverPlan } from './crossover-plan.ts'
import { kneePlan } from './knee-result.fixture.ts'
import { measureCrossover } from './measure-crossover.ts'

let server: AnsweringServer

beforeEach(async () => {
  server = await AnsweringServer.start()
  server.delayMs = 10
})

afterEach(() => server.die())

function plan(): CrossoverPlan {
  const { bench } = kneePlan
  return {
    bench: {
      ...bench,
      endpoint: { ...bench.endpoint, origin: server.url },
      request: { weight: 1, method: 'GET', path: '/' },
      client: goNetHttp.name,
      settings: { ...goNetHttp.defaults, maxIdlePerHost: 0 },
      load: { kind: 'open', rate: 400, arrivals: 'poisson', inFlightMax: 100 },
      workers: 1,
    },
    firstRate: 400,
    highestRate: 400,
    saturationRate: Infinity,
    longestMs: 1,
  }
}

const circumstances = { signal: new AbortController().signal, onProgress: () => {} }

describe('measureCrossover', () => {
  test('counts the dials of a pool that keeps nothing: one for each request', async () => {
    const result = await measureCrossover(plan(), circumstances)
    const { measured, model, formula } = crossoverDocument(result)
    expect(result.trials.length).toBe(1)
    const [trial] = measured.trials
    expect(trial?.requests).toBeGreaterThan(100)
    // A connection that waits for its dial may take another's request, and the dial is then left over.
    expect((trial?.dials ?? 0) / (trial?.requests ?? NaN)).toBeGreaterThan(0.8)
    expect(measured.found).toBe('no-floor')
    expect(model.found).toBe('no-floor')
    expect(model.busyMs).toBeGreaterThan(9)
    expect(formula).toBe(0)
  })

  test('says that the target is out of reach', async () => {
    const gone = plan()
    await server.die()
    await expect(measureCrossover(gone, circumstances)).rejects.toThrow(UnusableRun)
    server = await AnsweringServer.start()
  })

  test('is interrupted before the first rate was measured', async () => {
    const controller = new AbortController()
    const interrupt = until('requests have come', () => server.requests > 10).then(() =>
      controller.abort(new Interrupted()),
    )
    await expect(measureCrossover(plan(), { ...circumstances, signal: controller.signal })).rejects.toThrow(
      Interrupted,
    )
    await interrupt
  })
})
