import { expect, test } from 'vitest'
import { ServiceTimer } from './service-time.ts'
import { ShopOverloadedError, ShopService } from './shop-service.ts'

test('serves in the order of arrival, `slots` at a time, and refuses what the queue cannot hold', async () => {
  const timers: (() => void)[] = []
  const timer = new ServiceTimer({ nowMs: () => 0, after: (_delayMs, fire) => void timers.push(fire) })
  const service = new ShopService({ seed: 1, slots: 2, maxQueueLength: 2 }, timer)
  const served: number[] = []
  const requests = [0, 1, 2, 3].map((id) => service.serve('orders').then(() => served.push(id)))
  await expect(service.serve('orders')).rejects.toBeInstanceOf(ShopOverloadedError)
  expect([timers.length, service.slots.busy, service.slots.queueLength]).toEqual([2, 2, 2])
  for (let i = 0; i < requests.length; i++) timers[i]?.()
  await Promise.all(requests)
  expect(served).toEqual([0, 1, 2, 3])
  expect([timers.length, service.slots.busy, service.slots.queueLength]).toEqual([4, 0, 0])
})

test('draws the same service times again, those of one route undisturbed by another', () => {
  const delays = (routes: readonly ('search' | 'orders')[]): number[] => {
    const seen: number[] = []
    const timer = new ServiceTimer({ nowMs: () => 0, after: (delayMs) => void seen.push(delayMs) })
    const serviceTimes = { search: { meanMs: 1_000, cv: 0.6 }, orders: { meanMs: 50_000, cv: 0 } }
    const service = new ShopService({ seed: 5, slots: 100, serviceTimes }, timer)
    for (const route of routes) void service.serve(route)
    return seen
  }
  const searches = delays(['search', 'search', 'search'])
  expect(new Set(searches).size).toBe(3)
  expect(delays(['search', 'orders', 'search', 'orders', 'search']).filter((_, i) => i % 2 === 0)).toEqual(
    searches,
  )
})

test('multiplies every service time by the factor, and refuses one that is not above 0', () => {
  const delays = (serviceTimeFactor: number): number[] => {
    const seen: number[] = []
    const timer = new ServiceTimer({ nowMs: () => 0, after: (delayMs) => void seen.push(delayMs) })
    const serviceTimes = { products: { meanMs: 100_000, cv: 0.6 }, search: { meanMs: 400_000, cv: 0.6 } }
    const service = new ShopService({ seed: 5, slots: 100, serviceTimes, serviceTimeFactor }, timer)
    for (const route of ['products', 'search', 'products'] as const) void service.serve(route)
    return seen
  }
  const usual = delays(1)
  for (const [i, delayMs] of delays(1.15).entries())
    expect(delayMs / (usual[i] as number)).toBeCloseTo(1.15, 3)
  expect(() => delays(0)).toThrow('serviceTimeFactor must be above 0, not 0')
  expect(() => delays(Infinity)).toThrow(RangeError)
})
