import { expect, it } from 'vitest'
import { findClient } from '../clients/catalogue.ts'
import { resolveBefore } from './resolve-before.ts'

it('is the defaults of the client when nothing is said', () => {
  expect(resolveBefore({ client: 'hertz', before: {} })).toEqual(findClient('hertz').defaults)
})

it('overlays what is said, Infinity included', () => {
  const before = { maxIdlePerHost: 10, idleTimeoutMs: Infinity, maxConnsPerHost: undefined }
  expect(resolveBefore({ client: 'go-net-http', before })).toEqual({
    ...findClient('go-net-http').defaults,
    maxIdlePerHost: 10,
    idleTimeoutMs: Infinity,
  })
})
