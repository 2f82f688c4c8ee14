import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CallPool, NoConnectionError } from './call-pool.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function poolOf(limit: number): CallPool<object> {
  return new CallPool({ peer: 'database', limit, create: () => ({}), nowMs: () => performance.now() })
}

describe('CallPool', () => {
  it('uses connections again, the one used last first', async () => {
    const pool = poolOf(2)
    const first = await pool.checkOut(10)
    const second = await pool.checkOut(10)
    second.release()
    first.release()
    expect((await pool.checkOut(10)).connection).toBe(first.connection)
    expect(pool.connections).toHaveLength(2)
  })

  it('refuses who has waited too long, and then gives the connection to the next in line', async () => {
    const pool = poolOf(1)
    const out = await pool.checkOut(10)
    const refused = expect(pool.checkOut(10)).rejects.toThrow(NoConnectionError)
    const patient = pool.checkOut(1_000)
    await vi.advanceTimersByTimeAsync(10)
    await refused
    expect(pool.vitals()).toEqual({
      peer: 'database',
      limit: 1,
      busy: 1,
      idle: 0,
      waiting: 1,
      longestHeldMs: 10,
    })
    out.release()
    expect((await patient).connection).toBe(out.connection)
  })

  it('has leaked connections out until they are reclaimed', async () => {
    const pool = poolOf(2)
    const leaked = await pool.checkOut(10)
    leaked.leak()
    await vi.advanceTimersByTimeAsync(500)
    expect(pool.vitals()).toMatchObject({ busy: 1, longestHeldMs: 500 })
    pool.reclaim()
    expect(pool.vitals()).toMatchObject({ busy: 0, idle: 1, longestHeldMs: 0 })
  })

  it('gives a connection back once, however often it is told', async () => {
    const pool = poolOf(1)
    const out = await pool.checkOut(10)
    out.release()
    out.release()
    expect(pool.vitals()).toMatchObject({ busy: 0, idle: 1 })
  })
})
