import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance, type FastifyPluginCallback } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type ExceptionEvent,
  recoveryLog,
  type RecoveryLogEntry,
  recoveryMetric,
  type RecoveryMetricLabels,
  recoveryTrace,
} from './recovery-built-in-hooks.ts'
import { recoveryChain, type RecoveryChainOptions, recoveryStats } from './recovery-chain.ts'
import type { RecoveryFailure, RecoveryHook } from './recovery-hook.ts'
import { nestedRecovery } from './recovery-nested.ts'
import { requestContext, requestContextStats } from './request-context.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01`, 'x-tenant': 'acme' }
const open: FastifyInstance[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()))
})

async function server<Options extends RecoveryChainOptions>(
  options: Options,
  plugin: FastifyPluginCallback<Options> = recoveryChain,
): Promise<FastifyInstance> {
  const app = Fastify()
  open.push(app)
  await app.register(requestContext, { service: 'orders' })
  await app.register(plugin, options)
  app.get('/throws', () => {
    throw new Error('the password is 1234')
  })
  app.get('/rejects', () => Promise.reject(new TypeError('inside')))
  app.get('/wrong', () => Promise.reject(Object.assign(new Error('no such size'), { statusCode: 422 })))
  app.get('/text', () => {
    const text: unknown = 'a text'
    throw text
  })
  app.get<{ Querystring: { n: number } }>(
    '/checked',
    { schema: { querystring: { type: 'object', required: ['n'] } } },
    () => 'fine',
  )
  return app
}

/** A hook, and a promise for when it has run so many times. */
function counted(name: string, times = 1): { readonly hook: RecoveryHook; readonly done: Promise<void> } {
  let left = times
  let fulfil = (): void => {}
  const done = new Promise<void>((resolve) => {
    fulfil = resolve
  })
  const run = (): void => {
    if (--left === 0) fulfil()
  }
  return { hook: { name, run }, done }
}

describe('the answer to a request that failed', () => {
  it.each([
    ['/throws', 500, 'Internal Server Error', 'Internal Server Error'],
    ['/rejects', 500, 'Internal Server Error', 'Internal Server Error'],
    ['/text', 500, 'Internal Server Error', 'Internal Server Error'],
    ['/wrong', 422, 'Unprocessable Entity', 'no such size'],
    ['/checked', 400, 'Bad Request', "querystring must have required property 'n'"],
  ])('to %s has the trace id and tells nothing of the inside', async (url, statusCode, error, message) => {
    const app = await server({ hooks: [] })
    const answer = await app.inject({ url, headers })
    expect(answer.statusCode).toBe(statusCode)
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answer.json()).toEqual({ statusCode, error, message, traceId })
  })

  it('has no trace id where there is no context', async () => {
    const app = Fastify()
    open.push(app)
    await app.register(recoveryChain, { hooks: [] })
    app.get('/', () => {
      throw new Error('inside')
    })
    expect((await app.inject('/')).json()).toMatchObject({ statusCode: 500, traceId: null })
  })

  it('does not wait for hooks', async () => {
    const events: string[] = []
    let goOn = (): void => {}
    const waits: RecoveryHook = {
      name: 'waits',
      run: () =>
        new Promise((resolve) => {
          events.push('hook begins')
          goOn = () => {
            events.push('hook ends')
            resolve()
          }
        }),
    }
    const last = counted('last')
    const app = await server({ hooks: [waits, last.hook], timeLimitMs: 60_000 })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/throws`
    const answer = await fetch(url, { headers })
    expect(await answer.json()).toMatchObject({ traceId })
    events.push('answer')
    expect(recoveryStats(app)).toMatchObject({ errors: 1, recovered: 0, pending: 1 })
    goOn()
    await last.done
    expect(events).toEqual(['hook begins', 'answer', 'hook ends'])
  })
})

describe('the chain', () => {
  it('runs what is built in with what is known of the request, though its context is gone', async () => {
    const log: RecoveryLogEntry[] = []
    const metrics: RecoveryMetricLabels[] = []
    const events: ExceptionEvent[] = []
    const last = counted('last')
    const app = await server({
      hooks: [
        recoveryLog((entry) => void log.push(entry)),
        recoveryMetric((labels) => void metrics.push(labels)),
        recoveryTrace((event) => void events.push(event)),
        last.hook,
      ],
    })
    await app.inject({ url: '/rejects', headers })
    await last.done
    expect(requestContextStats(app)).toMatchObject({ leased: 1, returned: 1 })
    expect(log).toMatchObject([
      {
        level: 'error',
        traceId,
        tenant: 'acme',
        route: '/rejects',
        errorName: 'TypeError',
        errorMessage: 'inside',
      },
    ])
    expect(log[0]?.stack).toContain('recovery-chain.test.ts')
    expect(metrics).toEqual([{ route: '/rejects', status: '500', error: 'TypeError' }])
    expect(events).toMatchObject([
      { traceId, spanId: log[0]?.spanId, attributes: { 'exception.type': 'TypeError' } },
    ])
  })

  it('counts each hook that fails, by throwing, rejecting or hanging, and runs the last all the same', async () => {
    const failures: RecoveryFailure[] = []
    const last = counted('last', 3)
    const app = await server({
      hooks: [
        {
          name: 'throws',
          run: () => {
            throw new Error('hook')
          },
        },
        { name: 'rejects', run: () => Promise.reject(new Error('hook')) },
        { name: 'hangs', timeLimitMs: 1, run: () => new Promise(() => {}) },
        last.hook,
      ],
      onFailure: (failure) => {
        failures.push(failure)
        throw new Error('listener')
      },
    })
    for (const url of ['/throws', '/rejects', '/text']) {
      expect((await app.inject(url)).statusCode).toBe(500)
    }
    await last.done
    await app.close()
    expect(failures).toHaveLength(9)
    expect(recoveryStats(app)).toEqual({
      errors: 3,
      recovered: 3,
      skipped: 0,
      pending: 0,
      failures: { throws: 3, rejects: 3, hangs: 3 },
    })
  })

  it('takes on no more than it may', async () => {
    const hangs: RecoveryHook = { name: 'hangs', timeLimitMs: 50, run: () => new Promise(() => {}) }
    const app = await server({ hooks: [hangs], maxPending: 2 })
    for (let i = 0; i < 5; i++) await app.inject('/throws')
    expect(recoveryStats(app)).toMatchObject({ errors: 5, skipped: 3, pending: 2 })
    await app.close()
    expect(recoveryStats(app)).toMatchObject({ recovered: 2, pending: 0 })
  })

  it.each<[string, RecoveryChainOptions]>([
    ['the same name twice', { hooks: [counted('a').hook, counted('a').hook] }],
    ['no time', { hooks: [], timeLimitMs: 0 }],
    ['a hook without time', { hooks: [{ ...counted('a').hook, timeLimitMs: Number.NaN }] }],
    ['no room', { hooks: [], maxPending: 0 }],
  ])('refuses %s', async (_what, options) => {
    await expect(server(options)).rejects.toThrow(RangeError)
  })
})

describe('nestedRecovery', () => {
  it('loses what comes after a hook that throws, and tells the client of the hook', async () => {
    let ran = 0
    const app = await server(
      {
        hooks: [
          { name: 'throws', run: () => Promise.reject(new Error('of the hook')) },
          { name: 'after', run: () => void ran++ },
        ],
      },
      nestedRecovery,
    )
    const answer = await app.inject({ url: '/wrong', headers })
    expect(answer.statusCode).toBe(500)
    expect(answer.json()).toMatchObject({ message: 'of the hook' })
    expect(ran).toBe(0)
  })

  it('answers only when all hooks are done', async () => {
    const events: string[] = []
    const slow: RecoveryHook = {
      name: 'slow',
      run: async () => {
        await new Promise((resolve) => setImmediate(resolve))
        events.push('hook')
      },
    }
    const app = await server({ hooks: [slow] }, nestedRecovery)
    app.addHook('onSend', (_request, _reply, payload, done) => {
      events.push('answer')
      done(null, payload)
    })
    await app.inject({ url: '/throws', headers })
    expect(events).toEqual(['hook', 'answer'])
  })
})
