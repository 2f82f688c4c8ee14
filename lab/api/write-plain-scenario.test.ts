import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { constant } from '../../models/scenario/arrival-builders.ts'
import type { ScenarioInput } from '../../models/scenario/schema.ts'
import { ScenarioError } from '../scenario-error.ts'
import { writePlainScenario } from './write-plain-scenario.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-plain-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const plain: ScenarioInput = {
  name: 'small',
  target: { builtin: 'shop' },
  arrivals: constant({ rate: 40, duration: '3s' }),
  requests: [{ path: '/products/7' }],
}

async function written(scenario: ScenarioInput): Promise<unknown> {
  return JSON.parse(readFileSync(await writePlainScenario(scenario, folder), 'utf8'))
}

describe('writePlainScenario', () => {
  it('writes what was given, by the name of the scenario', async () => {
    expect(await written(plain)).toEqual(plain)
    const file = await writePlainScenario(plain, folder)
    expect(basename(file)).toBe('small.json')
    expect(await writePlainScenario({ ...plain }, folder)).toBe(file)
    expect(await writePlainScenario({ ...plain, seed: 2 }, folder)).not.toBe(file)
  })

  it('keeps what has no limit', async () => {
    const before = { idleTimeoutMs: Infinity, maxConnsPerHost: 7 }
    expect(await written({ ...plain, before })).toEqual({ ...plain, before })
  })

  it('keeps a text that reads like what stands for no limit', async () => {
    const requests = [{ method: 'POST', path: '/', body: ['no limit', 'no limit!'] }] as const
    const before = { maxConnsPerHost: Infinity }
    expect(await written({ ...plain, before, requests: [...requests] })).toMatchObject({ before, requests })
  })

  it('names files from the root, since the file lies elsewhere', async () => {
    const scenario: ScenarioInput = {
      ...plain,
      target: { url: 'https://127.0.0.1:1', caFile: 'ca.pem' },
      arrivals: { kind: 'trace', file: 'traces/a.csv' },
      requests: [
        {
          path: '/{id}/{n}',
          parameters: { id: { kind: 'feed', file: 'ids.csv', column: 'id' }, n: { kind: 'uuid' } },
        },
      ],
    }
    expect(await written(scenario)).toEqual({
      ...plain,
      target: { url: 'https://127.0.0.1:1', caFile: resolve('ca.pem') },
      arrivals: { kind: 'trace', file: resolve('traces/a.csv') },
      requests: [
        {
          path: '/{id}/{n}',
          parameters: { id: { kind: 'feed', file: resolve('ids.csv'), column: 'id' }, n: { kind: 'uuid' } },
        },
      ],
    })
  })

  it('refuses functions, and says what to do', async () => {
    const requests: ScenarioInput['requests'] = [{ path: '/' }, { path: '/', check: () => true }]
    const failure = writePlainScenario({ ...plain, requests }, folder)
    await expect(failure).rejects.toBeInstanceOf(ScenarioError)
    await expect(failure).rejects.toThrow(
      "requests[1].check is a function, which cannot be handed to load threads: write the scenario to a file that exports it by default, and give the file's path",
    )
  })

  it('says all that is wrong', async () => {
    const failure = writePlainScenario({ ...plain, pods: 0, seed: 0.5 }, folder)
    await expect(failure).rejects.toMatchObject({
      exitCode: 104,
      problems: [
        expect.stringContaining('the scenario: seed: found 0.5'),
        expect.stringContaining('the scenario: pods: found 0'),
      ],
    })
  })
})
