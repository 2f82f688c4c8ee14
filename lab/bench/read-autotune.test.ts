import { describe, expect, it } from 'vitest'
import { findClient } from '../../models/clients/catalogue.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import { UsageError } from '../usage-error.ts'
import { readAutotune } from './read-autotune.ts'

const limited = { ...UNLIMITED, idleTimeoutMs: 30_000, maxIdlePerHost: 2 }
const go = findClient('go-net-http')

describe('--autotune', () => {
  it('is off unless told', () => {
    expect(readAutotune(undefined, go, go.defaults)).toBeNull()
    expect(readAutotune(false, go, go.defaults)).toBeNull()
  })

  it('applies what it finds, or only says it', () => {
    const applied = { mode: 'apply', idleTimeout: true, maxIdle: true, mostIdle: 100 }
    expect(readAutotune(true, go, go.defaults)).toEqual(applied)
    expect(readAutotune('apply', go, go.defaults)).toEqual(applied)
    expect(readAutotune('shadow', go, go.defaults)).toEqual({ ...applied, mode: 'shadow' })
  })

  it('tunes the plain pool where it has a limit', () => {
    const whole = { mode: 'apply', idleTimeout: true, maxIdle: true, mostIdle: Infinity }
    expect(readAutotune(true, null, limited)).toEqual(whole)
    expect(readAutotune(true, null, { ...UNLIMITED, maxIdlePerHost: 4 })).toEqual(whole)
  })

  it('leaves alone what the client cannot be told, or what hosts share', () => {
    expect(readAutotune(true, findClient('urllib3'), limited)).toMatchObject({
      idleTimeout: false,
      maxIdle: true,
    })
    expect(readAutotune(true, findClient('okhttp'), limited)).toMatchObject({
      idleTimeout: true,
      maxIdle: false,
    })
  })

  it.each([
    ['dry-run', go, limited, "'dry-run' is neither apply (the default) nor shadow"],
    [true, null, UNLIMITED, 'name a --client whose pool has limits'],
  ] as const)('%j is refused', (flag, client, settings, message) => {
    expect(() => readAutotune(flag, client, settings)).toThrow(UsageError)
    expect(() => readAutotune(flag, client, settings)).toThrow(message)
  })
})
