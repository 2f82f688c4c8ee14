import { describe, expect, it } from 'vitest'
import { serviceTarget } from './service-target.ts'

describe('serviceTarget', () => {
  it('is a plain service unless it is told otherwise', () => {
    expect(serviceTarget.parse({ builtin: 'service' })).toEqual({
      builtin: 'service',
      tls: false,
      hooks: { context: false, metrics: false, recovery: false, lifecycle: false },
      serviceMs: 0,
      errorRate: 1,
      instances: 1,
      downstream: 0,
      listLength: 20,
      itemBytes: 200,
    })
  })

  it('takes each hook alone, and what it said itself again', () => {
    const parsed = serviceTarget.parse({
      builtin: 'service',
      tls: true,
      hooks: { metrics: { limit: null }, recovery: {}, lifecycle: { drainDelayMs: 200 } },
      codec: { kind: 'schema' },
    })
    expect(parsed).toMatchObject({
      tls: 'ecdsa',
      hooks: {
        context: false,
        metrics: { limit: null },
        recovery: { hooks: ['log', 'metric', 'trace'], naive: false, timeLimitMs: 1000 },
        lifecycle: { preheatMs: 1000, drainDelayMs: 200, drainDeadlineMs: 5000, idleGraceMs: 100 },
      },
      codec: { kind: 'schema', copies: 'usual' },
    })
    expect(serviceTarget.parse(parsed)).toEqual(parsed)
  })

  it.each([
    { hooks: { context: { requireUser: true } } },
    { hooks: { context: { tokenSecret: 'short' } } },
    { hooks: { metrics: { limit: 0 } } },
    { hooks: { recovery: { hooks: ['log', 'log'] } } },
    { hooks: { recovery: { hooks: ['mail'] } } },
    { hooks: { lifecycle: { drainDelayMs: 30_001 } } },
    { hooks: { contexts: true } },
    { codec: { kind: 'xml' } },
    { headers: 'none' },
    { errorRate: 1.5 },
    { slots: 0 },
    { instances: 17 },
    { downstream: 5 },
    { slot: 4 },
  ])('refuses %j', (options) => {
    expect(serviceTarget.safeParse({ builtin: 'service', ...options }).success).toBe(false)
  })

  it('says what it expected', () => {
    const { error } = serviceTarget.safeParse({
      builtin: 'service',
      hooks: { context: { requireUser: true } },
    })
    expect(JSON.stringify(error)).toContain('requireUser')
  })
})
