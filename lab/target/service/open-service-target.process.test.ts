import { get } from 'node:https'
import { afterEach, describe, expect, it } from 'vitest'
import { serviceTarget, type ServiceTargetInput } from '../../../models/scenario/targets/service-target.ts'
import type { StartedBuiltin } from '../started-builtin.ts'
import { startService } from './open-service-target.ts'
import type { DownstreamAnswer } from './service-routes.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` }
const running: StartedBuiltin[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((target) => target.stop()))
})

async function start(options: Omit<ServiceTargetInput, 'builtin'> = {}): Promise<StartedBuiltin> {
  const target = await startService(serviceTarget.parse({ builtin: 'service', ...options }), 1)
  running.push(target)
  return target
}

describe('startService', () => {
  it('has one trace id from the gateway to the last service, each a process of its own', async () => {
    const { origin, probe, pid } = await start({ hooks: { context: true }, downstream: 2 })
    const gateway = (await (await fetch(`${origin}/downstream`, { headers })).json()) as DownstreamAnswer
    const middle = gateway.next
    const last = middle?.next
    expect([gateway, middle, last].map((each) => each?.service)).toEqual([
      'service',
      'service-2',
      'service-3',
    ])
    expect([gateway, middle, last].map((each) => each?.traceId)).toEqual([traceId, traceId, traceId])
    expect(gateway.parentSpanId).toBe('00f067aa0ba902b7')
    const spans = [gateway, middle, last].flatMap((each) => [each?.spanId, each?.parentSpanId])
    expect(new Set(spans).size).toBe(6)
    expect(last?.next).toBeNull()
    const { counters, requestsReceived } = await probe.stats()
    expect(counters).toMatchObject({ 'context.leased': 1, 'context.returned': 1 })
    expect(requestsReceived).toBe(1)
    expect(pid).toBeGreaterThan(1)
  })

  it('speaks TLS, also between its services', async () => {
    const { origin, ca } = await start({ tls: 'ecdsa', downstream: 1 })
    expect(origin).toMatch(/^https:/)
    const text = await new Promise<string>((resolve, reject) => {
      get(`${origin}/downstream`, { ca: ca ?? undefined }, (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk
        })
        response.on('end', () => resolve(body))
      }).on('error', reject)
    })
    expect(JSON.parse(text)).toMatchObject({ service: 'service', next: { service: 'service-2', next: null } })
  })

  it('starts an instance again where it was, with its probe', async () => {
    const target = await start({ instances: 2, hooks: { lifecycle: { drainDelayMs: 0, idleGraceMs: 0 } } })
    const [first, second] = target.instances ?? []
    if (first === undefined || second === undefined) throw new Error('two instances were to start')
    expect(first.origin).toBe(target.origin)
    expect(second.origin).not.toBe(first.origin)
    const { pid } = target
    await first.stop()
    await expect(fetch(`${first.origin}/healthz`)).rejects.toThrow()
    expect((await fetch(`${second.origin}/healthz`)).status).toBe(200)
    await first.start()
    expect((await fetch(`${first.origin}/healthz`)).status).toBe(200)
    expect(target.pid).not.toBe(pid)
    expect(await target.probe.stats()).toMatchObject({ requestsReceived: 1 })
    await expect(first.start()).rejects.toThrow('has not been stopped')
  })

  it('answers in full what an instance has begun when it is told to stop, within its own deadline', async () => {
    const lifecycle = { drainDelayMs: 0, drainDeadlineMs: 20_000, idleGraceMs: 0 }
    const target = await start({ hooks: { lifecycle } })
    // Longer than processes without a deadline of their own are given.
    const { body } = await fetch(`${target.origin}/work?holdMs=4600&chunks=2`)
    if (body === null) throw new Error('no body')
    let stopped: Promise<void> | undefined
    let bytes = 0
    for await (const chunk of body) {
      bytes += chunk.length
      stopped ??= target.stop()
    }
    expect(bytes).toBe(512)
    await stopped
  })

  it('says when a process ends by itself, and that all have ended when it is stopped', async () => {
    const killed = await start({ instances: 2 })
    process.kill(killed.pid, 'SIGKILL')
    expect(await killed.exited).toEqual({ code: null, signal: 'SIGKILL' })
    const stopped = await start()
    await stopped.stop()
    expect(await stopped.exited).toEqual({ code: 0, signal: null })
  })

  it('says which port is taken', async () => {
    const { origin } = await start()
    const port = Number(new URL(origin).port)
    await expect(start({ port })).rejects.toThrow(`port ${port} on 127.0.0.1 is already in use`)
  })
})
