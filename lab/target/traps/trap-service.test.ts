import { afterEach, describe, expect, it } from 'vitest'
import { createSupplier } from './supplier.ts'
import { createTrapService, type TrapOptions, type TrapService } from './trap-service.ts'
import { listenOnLoopback } from '../listen-on-loopback.ts'

const closers: Array<() => unknown> = []

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

async function start(options: Partial<TrapOptions> & Pick<TrapOptions, 'trap'>) {
  const service: TrapService = createTrapService({
    fixed: false,
    settleRequests: 8,
    seed: 1,
    supplier: null,
    ...options,
  })
  closers.push(() => service.close())
  const origin = `http://127.0.0.1:${await service.listen(0)}`
  const order = async (id: string) =>
    (await (await fetch(`${origin}/orders/${id}`)).json()) as Record<string, unknown>
  return { service, origin, order }
}

describe('createTrapService', () => {
  it('answers orders and says how it is', async () => {
    const { service, origin, order } = await start({ trap: 'callback-handler' })
    expect(await order('7')).toMatchObject({ id: '7' })
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ status: 'ok' })
    expect(service.figures()).toMatchObject({ requestsReceived: 2 })
  })

  it('keeps requests that were answered, unless it is fixed', async () => {
    // The map is of the module: both have the same.
    const fixed = await start({ trap: 'request-map', fixed: true })
    await fixed.order('1')
    expect(await fixed.order('2')).toMatchObject({ id: '2', inFlight: 1 })
    const leaky = await start({ trap: 'request-map' })
    await leaky.order('1')
    expect(await leaky.order('2')).toMatchObject({ id: '2', inFlight: 2 })
  })

  it('writes a batch when there are enough', async () => {
    const { order } = await start({ trap: 'periodic-batch', settleRequests: 8 })
    const written: unknown[] = []
    for (let i = 0; i < 4; i++) written.push((await order(String(i)))['written'])
    expect(written).toEqual([0, 2, 2, 4])
  })

  it('calls the supplier for one of eight orders, and when it is fixed is done with the answer', async () => {
    const supplier = createSupplier(1)
    const port = await listenOnLoopback(supplier, 0)
    closers.push(() => {
      supplier.closeAllConnections()
      supplier.close()
    })
    const open = () =>
      new Promise<number>((resolve) => supplier.getConnections((_error, count) => resolve(count)))
    const options = { trap: 'outgoing-call', supplier: `http://127.0.0.1:${port}` } as const
    const orders = Array.from({ length: 24 }, (_, i) => String(i))
    const fixed = await start({ ...options, fixed: true })
    for (const id of orders) expect(await fixed.order(id)).toEqual({ id, isKnown: true })
    expect(await open()).toBe(1)
    const leaky = await start(options)
    for (const id of orders) expect(await leaky.order(id)).toEqual({ id, isKnown: true })
    // The first takes the connection that the fixed one has left.
    expect(await open()).toBe(3)
  })
})
