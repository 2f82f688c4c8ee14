import { afterEach, describe, expect, it } from 'vitest'
import { createService, type Service } from './service.ts'
import type { ServiceOptions } from './service-options.ts'
import { PLAIN_SERVICE } from './service-options.fixture.ts'

const running: Service[] = []

afterEach(async () => {
  for (const service of running.splice(0).toReversed()) await service.close()
})

async function start(options: Partial<ServiceOptions> = {}): Promise<{ origin: string; service: Service }> {
  const service = await createService({ ...PLAIN_SERVICE, ...options })
  running.push(service)
  return { origin: `http://127.0.0.1:${await service.listen(0)}`, service }
}

async function gatewayWith(pools: ServiceOptions['pools']) {
  const behind = await start()
  const gateway = await start({ downstream: { origin: behind.origin, ca: null }, pools })
  return { ...gateway, behind: behind.service }
}

const work = (origin: string, query: string): Promise<Response> => fetch(`${origin}/work?${query}`)

describe('/work', () => {
  it('comes in as many pieces as were asked for', async () => {
    const { origin } = await start()
    const answer = await work(origin, 'class=downloads&chunks=3')
    expect(answer.status).toBe(200)
    expect(await answer.text()).toHaveLength(3 * 256)
  })

  it.each(['holdMs=-1', 'holdMs=60001', 'chunks=0', 'chunks=1.5', 'class=a/b'])(
    'refuses %s',
    async (query) => {
      const { origin } = await start()
      expect((await work(origin, query)).status).toBe(400)
    },
  )

  it.each([
    ['shared by all classes', 2, 2],
    ['of their own', { a: 1, b: 2 }, 3],
  ])('is handed on over no more connections than there are, %s', async (_name, pools, most) => {
    const { origin, behind } = await gatewayWith(pools)
    const classes = ['a', 'a', 'a', 'b', 'b', 'b']
    const answers = await Promise.all(classes.map((name) => work(origin, `class=${name}&holdMs=20&chunks=2`)))
    expect(answers.map(({ status }) => status)).toEqual(classes.map(() => 200))
    for (const answer of answers) expect(await answer.text()).toHaveLength(2 * 256)
    expect(behind.figures()).toMatchObject({ acceptedConnections: most, requestsReceived: classes.length })
  })

  it('of a class without connections is refused', async () => {
    const { origin } = await gatewayWith({ a: 1 })
    expect((await work(origin, 'class=b')).status).toBe(400)
    expect((await work(origin, 'class=a')).status).toBe(200)
  })
})
