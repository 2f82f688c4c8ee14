import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HeapSamplingNode } from '../../models/profile/heap-sampling-profile.ts'
import { runtimeName } from '../environment.ts'
import { AdminError } from '../target-probe/admin-error.ts'
import { type AdminRoutes, type AdminServer, startAdminServer } from '../target-probe/admin-server.ts'
import { countInProbe } from '../target-probe/counters.ts'
import { startProbe } from '../target-probe/start-probe.ts'
import { createProbeTelemetry, ProbeClient } from './probe-client.ts'
import { ProbeUnavailable } from './probe-client-request.ts'
import { TelemetryError } from './target-telemetry.ts'

const open: { close(): void }[] = []
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probe-client-'))
})

afterEach(async () => {
  for (const one of open.splice(0)) one.close()
  await rm(folder, { recursive: true })
})

function clientOf(server: AdminServer, token = server.token): ProbeClient {
  open.push(server)
  return new ProbeClient(`http://127.0.0.1:${server.port}`, token)
}

const clientOfRoutes = async (routes: AdminRoutes): Promise<ProbeClient> =>
  clientOf(await startAdminServer(routes))

/** A probe in this very process. */
const ownClient = async (): Promise<ProbeClient> => clientOf(await startProbe())

function plantedBusyLoop(ms: number): number {
  const endMs = performance.now() + ms
  let turns = 0
  while (performance.now() < endMs) turns++
  return turns
}

function plantedAllocation(): number[][] {
  return Array.from({ length: 2_000 }, (_, i) => Array.from({ length: 100 }, () => i + 0.5))
}

function nodesOf(node: HeapSamplingNode): HeapSamplingNode[] {
  return [node, ...node.children.flatMap(nodesOf)]
}

test('reads what a process knows about itself', async () => {
  const client = await ownClient()
  countInProbe('test.probe-client', 5)
  const sample = await client.stats()
  expect(sample).toMatchObject({
    runtime: runtimeName(),
    atEpochMs: expect.any(Number),
    gc: { count: expect.any(Number), totalMs: expect.any(Number), recentMaxMs: expect.any(Number) },
    // No target of its own counts them.
    openConnections: null,
    requestsReceived: null,
  })
  expect(sample.counters?.['test.probe-client']).toBe(5)
  for (const figure of [
    'rssBytes',
    'heapTotalBytes',
    'externalBytes',
    'allocatedBytes',
    'cpuSeconds',
  ] as const) {
    expect(sample[figure], figure).toBeGreaterThan(0)
  }
  expect(await client.capabilities()).toEqual({
    runtime: runtimeName(),
    gcPauses: true,
    allocatedBytes: true,
    activeResources: true,
    collectGarbage: true,
    cpuProfile: true,
    heapSampling: true,
  })
})

test('as telemetry it is a source like the others, until it is closed', async () => {
  const client = await clientOfRoutes({ 'GET /stats': () => ({ atEpochMs: 7 }) })
  const telemetry = createProbeTelemetry(client)
  expect(telemetry.source).toBe(`${client.adminUrl}/stats`)
  expect(await telemetry.sample()).toEqual({ atEpochMs: 7 })
  telemetry.close()
  await expect(telemetry.sample()).rejects.toThrow(TelemetryError)
})

test('what is no longer held is gone after a collection', async () => {
  const client = await ownClient()
  const { heapUsedBytes: before } = await client.collectGarbage()
  const collections = (await client.stats()).gc?.count ?? 0
  const held = Array.from({ length: 100 }, () => Array.from({ length: 12_500 }, () => 0.5))
  const { heapUsedBytes: holding } = await client.collectGarbage()
  expect(held.splice(0).length).toBe(100)
  const { heapUsedBytes: after, gc } = await client.collectGarbage()
  expect((holding ?? 0) - (before ?? 0)).toBeGreaterThan(9e6)
  expect((holding ?? 0) - (after ?? 0)).toBeGreaterThan(9e6)
  expect(gc?.count).toBeGreaterThanOrEqual(collections + 4)
})

test('a CPU profile has the function that was busy, and the block that it was', async () => {
  const client = await ownClient()
  await client.startCpuProfile({ intervalUs: 500 })
  await expect(client.startCpuProfile()).rejects.toThrow('status 409: a CPU profile is being taken already')
  const beganMs = Date.now()
  plantedBusyLoop(60)
  const { profile, startedAtEpochMs, blocks } = await client.stopCpuProfile()
  expect(profile.nodes.map(({ callFrame }) => callFrame.functionName)).toContain('plantedBusyLoop')
  expect(startedAtEpochMs).toBeLessThanOrEqual(beganMs + 1)
  expect(startedAtEpochMs + (profile.endTime - profile.startTime) / 1000).toBeGreaterThan(beganMs + 50)
  const block = blocks.find((one) => one.startedAtEpochMs + one.durationMs > beganMs + 50)
  expect(block?.durationMs).toBeGreaterThanOrEqual(50)
  expect(await client.blocks(startedAtEpochMs)).toEqual(expect.arrayContaining([block]))
  expect(await client.blocks(Date.now() + 60_000)).toEqual([])
  await expect(client.stopCpuProfile()).rejects.toThrow('status 409: no CPU profile is being taken')
})

test('heap sampling has the function that allocated what is live', async () => {
  const client = await ownClient()
  await client.startHeapSampling({ intervalBytes: 4_096 })
  await expect(client.startHeapSampling()).rejects.toThrow('status 409: the heap is being sampled already')
  const held = plantedAllocation()
  const { head } = await client.heapProfile()
  const planted = nodesOf(head).filter(({ callFrame }) => callFrame.functionName === 'plantedAllocation')
  // Array.from and the like are functions of their own, below it.
  const liveBytes = planted.flatMap(nodesOf).reduce((sum, { selfSize }) => sum + selfSize, 0)
  // 2,000 arrays of 100 numbers take 1.6 MB and more.
  expect(held.length * 800).toBeLessThan(liveBytes * 1.5)
  await client.stopHeapSampling()
  await expect(client.heapProfile()).rejects.toThrow('status 409: the heap is not being sampled')
  await expect(client.stopHeapSampling()).rejects.toThrow('status 409')
})

test('a snapshot is only written to a new file, for its owner', async () => {
  const client = await ownClient()
  const file = join(folder, 'taken.heapsnapshot')
  await writeFile(file, 'mine')
  await expect(client.heapSnapshot(file)).rejects.toThrow(`status 409: there is a file ${file} already`)
  expect(await readFile(file, 'utf8')).toBe('mine')
  await expect(client.heapSnapshot('here.heapsnapshot')).rejects.toThrow('has to be absolute')
  await expect(client.heapSnapshot(join(folder, 'no', 'x'))).rejects.toThrow(
    `there is no folder ${folder}/no`,
  )
})

test('parameters out of range are refused with what they may be', async () => {
  const client = await ownClient()
  await expect(client.startCpuProfile({ intervalUs: 49 })).rejects.toThrow(
    'status 400: intervalUs has to be a whole number from 50 to 1000000',
  )
  await expect(client.startHeapSampling({ intervalBytes: 0.5 })).rejects.toThrow('from 1024 to 1073741824')
  await expect(client.blocks(Number.NaN)).rejects.toThrow('status 400: sinceEpochMs has to be a number')
})

test('what a runtime cannot do is told apart, with its name', async () => {
  const client = await clientOfRoutes({
    'POST /heap-sampling/start': () => {
      throw new AdminError(501, 'heap sampling is not available on Bun 1.4.5')
    },
  })
  const error = await client.startHeapSampling().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ProbeUnavailable)
  expect(error).toMatchObject({
    message: 'heap sampling is not available on Bun 1.4.5',
    runtime: 'Bun 1.4.5',
  })
})

test('says what is wrong with what does not answer, or not with sense', async () => {
  const server = await startAdminServer({ 'GET /stats': () => ({ up: true }) })
  await expect(clientOf(server).stats()).rejects.toThrow('is not a probe: it answered something else')
  await expect(clientOf(server, 'another').stats()).rejects.toThrow('does not take this token')
  await expect(clientOf(server).capabilities()).rejects.toThrow(
    'status 404: there is no GET /capabilities here',
  )
  server.close()
  await expect(clientOf(server).stats()).rejects.toThrow(TelemetryError)
})
