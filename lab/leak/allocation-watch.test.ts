import { describe, expect, it } from 'vitest'
import type { HeapSamplingNode, HeapSamplingProfile } from '../../models/profile/heap-sampling-profile.ts'
import { ProbeUnavailable } from '../telemetry/probe-client-request.ts'
import { TelemetryError } from '../telemetry/target-telemetry.ts'
import { AllocationWatch } from './allocation-watch.ts'

const INTERVAL = 8192
let nextId = 1

function node(url: string, functionName: string, selfSize: number, children: HeapSamplingNode[] = []) {
  const callFrame = { functionName, scriptId: '1', url, lineNumber: 6, columnNumber: 0 }
  return { callFrame, selfSize, id: nextId++, children }
}

const live = (...children: HeapSamplingNode[]): HeapSamplingProfile => ({
  head: node('', '(root)', 0, children),
})
const keep = (bytes: number) => node('file:///srv/app.js', 'keep', bytes)
const OWN = 'file:///srv/node_modules/kneepoint/lab/target-probe/source-frames.ts'
const ofProbe = (bytes: number) => node(OWN, 'lookUp', 0, [node('', 'concat', bytes)])

/** A probe whose profiles come one after the other. */
function probeWith(...profiles: HeapSamplingProfile[]) {
  const asked: string[] = []
  return {
    asked,
    startHeapSampling: async ({ intervalBytes = 0 }: { readonly intervalBytes?: number } = {}) =>
      void asked.push(`start ${intervalBytes}`),
    stopHeapSampling: async () => void asked.push('stop'),
    heapProfile: async () => profiles.shift() ?? live(),
  }
}

async function watching(probe: ReturnType<typeof probeWith>): Promise<AllocationWatch> {
  const watch = await AllocationWatch.start(probe, INTERVAL)
  if (typeof watch === 'string') throw new Error(watch)
  return watch
}

describe('AllocationWatch', () => {
  it('tells which functions have more live than at the mark, and what the probe itself needs is none of it', async () => {
    const before = live(keep(80_000), ofProbe(900_000))
    const probe = probeWith(live(), before, live(keep(1_580_000), ofProbe(2_900_000)))
    const watch = await watching(probe)
    await watch.mark()
    const growth = await watch.attribute(5000)
    await watch.stop()
    expect(growth?.sites).toHaveLength(1)
    expect(growth?.sites[0]).toMatchObject({ functionName: 'keep', file: '/srv/app.js', line: 7, share: 1 })
    expect(growth?.sites[0]?.bytesPerRequest.value).toBeCloseTo(300)
    expect(growth?.grownBytes).toBe(1_500_000)
    expect(probe.asked).toEqual([`start ${INTERVAL}`, 'stop'])
  })

  it('tells nothing without a mark, or without a request since', async () => {
    const watch = await watching(probeWith())
    expect(await watch.attribute(5000)).toBeNull()
    await watch.mark()
    expect(await watch.attribute(0)).toBeNull()
  })

  it('asks again before the probe would end the sampling, and not sooner', async () => {
    let nowMs = 0
    let asked = 0
    const probe = {
      ...probeWith(),
      heapProfile: () => {
        asked++
        return Promise.resolve(live())
      },
    }
    const watch = await AllocationWatch.start(probe, INTERVAL, () => nowMs)
    if (typeof watch === 'string') throw new Error(watch)
    const askedAfter = async (ms: number): Promise<number> => {
      nowMs += ms
      await watch.keepUp()
      return asked
    }
    expect(await askedAfter(200_000)).toBe(0)
    expect(await askedAfter(100_000)).toBe(1)
    expect(await askedAfter(200_000)).toBe(1)
    expect(await askedAfter(100_000)).toBe(2)
  })

  it('says on which runtime it is not available', async () => {
    const probe = {
      ...probeWith(),
      startHeapSampling: () =>
        Promise.reject(new ProbeUnavailable('heap sampling is not available on Bun 1.4.5')),
    }
    expect(await AllocationWatch.start(probe, INTERVAL)).toBe(
      'Where it was allocated cannot be told: heap sampling is not available on Bun 1.4.5.',
    )
  })

  it('throws what else goes wrong', async () => {
    const probe = { ...probeWith(), startHeapSampling: () => Promise.reject(new TelemetryError('gone')) }
    await expect(AllocationWatch.start(probe, INTERVAL)).rejects.toThrow('gone')
  })
})
