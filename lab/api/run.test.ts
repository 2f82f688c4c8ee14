import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storedRun } from '../tune/stored-run.fixture.ts'
import {
  HostNotAllowed,
  Interrupted,
  run,
  ScenarioError,
  type ScenarioInput,
  UsageError,
} from './kneepoint.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-api-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const small: ScenarioInput = {
  name: 'small',
  target: { builtin: 'shop' },
  arrivals: { kind: 'constant', rate: 40, durationMs: 700 },
  requests: [{ path: '/products/7' }],
}

describe('run', () => {
  it.each<readonly [object, string]>([
    [{ only: ['prob'] }, "only: 'prob' is none of probe, sweep, profile, fit, simulate, recommend, verify"],
    [{ only: [] }, 'only: names no stage; there are probe'],
    [{ seed: 0.5 }, 'seed: 0.5 is no whole number'],
    [{ pid: 0 }, 'pid: 0 is no whole number from 1'],
    [{ target: 'shop' }, "target: 'shop' is no http or https URL"],
    [{ prometheus: 'ftp://a' }, "prometheus: 'ftp://a' is no http or https URL"],
    [{ precision: 2 }, 'precision must be above 0 and at most 100 %'],
    [{ verifyTimeMs: 10 }, 'the verification takes at least'],
    [{ quik: true }, 'quik is no option; there are quick'],
    [{ resume: 'nowhere' }, 'no run at '],
  ])('does not begin with %j', async (options, message) => {
    const runs = join(folder, 'none')
    const failure = run(null, { runs, ...options })
    await expect(failure).rejects.toBeInstanceOf(UsageError)
    await expect(failure).rejects.toThrow(message)
    expect(existsSync(runs)).toBe(false)
  })

  it('needs a scenario', async () => {
    await expect(run(null)).rejects.toThrow('null stands for the scenario of a run: name the run with resume')
    const scenario = { ...small, pods: 0 }
    await expect(run(scenario, { runs: folder, calibrate: false })).rejects.toBeInstanceOf(ScenarioError)
    const file = join(folder, 'nowhere.ts')
    await expect(run(file, { runs: folder, calibrate: false })).rejects.toBeInstanceOf(ScenarioError)
  })

  it('sends nothing to a host that was not named twice', async () => {
    const scenario = { ...small, target: { url: 'http://db.internal' } }
    const failure = run(scenario, { runs: folder, calibrate: false })
    await expect(failure).rejects.toBeInstanceOf(HostNotAllowed)
    await expect(failure).rejects.toThrow('name it a second time with allow db.internal')
  })

  it('keeps a scenario that was given as an object, where runs are not looked for', async () => {
    const runs = join(folder, 'kept')
    const scenario = { ...small, target: { url: 'http://db.internal' } }
    await expect(run(scenario, { runs, calibrate: false })).rejects.toBeInstanceOf(HostNotAllowed)
    const [scenarios, begun] = readdirSync(runs).sort()
    expect(scenarios).toBe('.scenarios')
    expect(begun).toMatch(/^\d{8}-\d{6}-small$/)
    await expect(run(null, { runs, resume: 'nowhere' })).rejects.toThrow(`the latest run is ${begun}`)
  })

  it('refuses a scenario that is not that of the run', async () => {
    const stored = await storedRun(folder)
    await expect(run(small, { runs: folder, resume: stored.path })).rejects.toThrow(
      'is a run of /scenarios/shop.ts',
    )
  })

  it('does not begin when it is interrupted', async () => {
    await expect(run(small, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Interrupted)
  })
})
