import { describe, expect, test } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { countsBetween, readVaryPlan, varyBench, type VaryFlags } from './vary-plan.ts'

const target = 'http://127.0.0.1:8080/a'
const flags: VaryFlags = { vary: 'connections', header: [], set: [], insecure: false, allow: [] }

async function planOf(parts: Partial<VaryFlags>, cores = 2) {
  return (await readVaryPlan(target, { ...flags, ...parts }, cores)).plan
}

describe('countsBetween', () => {
  test('goes in steps of a third to a half, and has both ends', () => {
    expect(countsBetween(1, 64)).toEqual([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64])
    expect(countsBetween(1, 2)).toEqual([1, 2])
    expect(countsBetween(5, 20)).toEqual([5, 6, 8, 12, 16, 20])
    expect(countsBetween(7, 9)).toEqual([7, 8, 9])
  })
})

describe('readVaryPlan', () => {
  test('has connections of one thread, with a request waiting for each', async () => {
    const plan = await planOf({ client: 'nginx-upstream', trial: '100ms' })
    expect(plan).toMatchObject({ blocks: 4, bench: { durationMs: 100, warmupMs: 100 } })
    expect(plan.counts.at(-1)).toBe(64)
    expect(varyBench(plan, 6)).toMatchObject({
      workers: 1,
      load: { kind: 'closed', users: 12 },
      settings: { maxConnsPerHost: 6, idleTimeoutMs: 60_000 },
    })
  })

  test('gives each pod the whole of its settings', async () => {
    const plan = await planOf({ vary: 'pods', connections: '7' })
    expect(plan.counts).toEqual([1, 2, 3, 4])
    expect(varyBench(plan, 3)).toMatchObject({
      client: 'go-net-http',
      workers: 3,
      load: { users: 21 },
      settings: { maxIdlePerHost: 6, maxConnsPerHost: Infinity },
    })
  })

  test('gives each worker its connections', async () => {
    const plan = await planOf({ vary: 'workers', from: '2' }, 64)
    expect(plan.counts).toEqual([2, 3, 4, 6, 8, 12, 16])
    expect(varyBench(plan, 4)).toMatchObject({
      workers: 4,
      load: { users: 40 },
      settings: { maxConnsPerHost: 40 },
    })
  })

  test.each<[Partial<VaryFlags>, string]>([
    [{ vary: 'threads' }, "--vary: 'threads' is none of workers, connections, pods"],
    [{ from: '4', to: '4' }, '--from: 4 connections must be fewer than --to, 4'],
    [{ from: '0' }, '--from'],
    [{ to: '1.5' }, '--to'],
    [{ trial: '0' }, '--trial'],
    [{ connections: '5' }, '--connections does not go with --vary connections'],
    [{ workers: '2' }, '--workers does not go with --vary'],
    [{ vary: 'workers', client: 'undici' }, '--client does not go with --vary workers'],
    [{ vary: 'workers', set: ['maxIdle=1'] }, '--set does not go with --vary workers'],
    [{ sloP99: '5ms' }, '--slo-p99 does not go with --vary'],
    [{ client: 'nothing-like-it' }, '--client'],
  ])('refuses %j', async (parts, message) => {
    const refused = planOf(parts)
    await expect(refused).rejects.toThrow(UsageError)
    await expect(refused).rejects.toThrow(message)
  })
})
