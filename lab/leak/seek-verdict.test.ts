import { describe, expect, it } from 'vitest'
import { seekVerdict } from './seek-verdict.ts'
import { quickPlan, VirtualHunt } from './virtual-target.fixture.ts'

const flat = () => 0

describe('seekVerdict', () => {
  it('warms up, marks what is live, and then looks at the memory after as many requests each time', async () => {
    const hunt = new VirtualHunt({ heap: flat })
    const found = await seekVerdict(quickPlan(), hunt.around)
    expect(hunt.steps).toEqual([
      'send 1500',
      'send 1500',
      'read',
      'mark',
      'read',
      ...Array.from({ length: 15 }, () => ['send 500', 'read']).flat(),
      'attribute 7500',
    ])
    expect(found.checkpoints.map(({ requests }) => requests)).toEqual(
      Array.from({ length: 16 }, (_, i) => 500 * i),
    )
    expect(found.checkpoints.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 16 }, (_, i) => 100 * i))
    expect(found.verdict.verdict).toBe('none')
    expect(found).toMatchObject({ requestsBetween: 500, sent: 7500, failed: 0 })
  })

  it('finds a leak, and stops when it is sure', async () => {
    const hunt = new VirtualHunt({ heap: (requests) => 300 * requests })
    const { verdict, checkpoints } = await seekVerdict(quickPlan(), hunt.around)
    expect(verdict.verdict).toBe('leak')
    expect(verdict.measures.heap?.bytesPerRequest?.value).toBeCloseTo(300, -1)
    expect(checkpoints).toHaveLength(16)
  })

  it('goes on where a leak is so small that compiled code may be all of it', async () => {
    const hunt = new VirtualHunt({ heap: (requests) => 50 * requests })
    const { verdict, checkpoints } = await seekVerdict(quickPlan(), hunt.around)
    expect(verdict.verdict).toBe('leak')
    expect(checkpoints).toHaveLength(24)
  })

  it('takes nothing for a leak that ends while it goes on', async () => {
    const hunt = new VirtualHunt({ heap: (requests) => 40 * Math.min(requests, 10_400) })
    const { verdict, checkpoints } = await seekVerdict(quickPlan(), hunt.around)
    expect(checkpoints.length).toBeGreaterThan(16)
    expect(verdict.verdict).toBe('bounded-growth')
  })

  it('says that it does not know when more would be too many', async () => {
    const hunt = new VirtualHunt({
      heap: (requests) => 0.5 * requests ** 1.6 * (requests % 4000 < 2000 ? 1 : 0),
    })
    const { verdict, checkpoints } = await seekVerdict(quickPlan(), hunt.around)
    expect(verdict.verdict).toBe('unknown')
    expect(checkpoints).toHaveLength(48)
  })

  it('does not go on where neither heap nor external memory is known', async () => {
    const hunt = new VirtualHunt({ heap: (requests) => 300 * requests }, false)
    const { verdict, checkpoints } = await seekVerdict(quickPlan(), hunt.around)
    expect(verdict.verdict).toBe('unknown')
    expect(verdict.measures.heap).toBeNull()
    expect(checkpoints).toHaveLength(16)
  })

  it('sends less to a slow target, and never fewer than 50 at a time', async () => {
    const slow = await seekVerdict(
      quickPlan(),
      new VirtualHunt({ heap: flat, requestsPerSecond: 300 }).around,
    )
    expect(slow.requestsBetween).toBe(200)
    const crawling = await seekVerdict(
      quickPlan(),
      new VirtualHunt({ heap: flat, requestsPerSecond: 10 }).around,
    )
    expect(crawling.requestsBetween).toBe(50)
    const told = quickPlan({ loadMs: null })
    const asTold = await seekVerdict(told, new VirtualHunt({ heap: flat, requestsPerSecond: 10 }).around)
    expect(asTold.requestsBetween).toBe(500)
  })

  it('counts what failed', async () => {
    const hunt = new VirtualHunt({ heap: flat, failing: 0.1 })
    expect(await seekVerdict(quickPlan(), hunt.around)).toMatchObject({ failed: 750, sent: 7500 })
  })

  it('does without what the runtime does not have', async () => {
    const hunt = new VirtualHunt({ heap: flat })
    const { attribution } = await seekVerdict(quickPlan(), { ...hunt.around, allocations: null })
    expect(attribution).toBeNull()
    expect(hunt.steps.slice(0, 3)).toEqual(['send 1500', 'send 1500', 'read'])
  })
})
