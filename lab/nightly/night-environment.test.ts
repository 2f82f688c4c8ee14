import { expect, test } from 'vitest'
import type { Environment } from '../run-directory.ts'
import { nightEnvironment } from './night-environment.ts'

const environment: Environment = {
  runtime: 'Node 22.14.0',
  platform: 'Linux 6.8.0-1021-azure x64',
  cpu: 'AMD EPYC 7763 64-Core Processor',
  cores: 4,
  memoryBytes: 16e9,
}

const fingerprintOf = (change: Partial<Environment>) =>
  nightEnvironment({ ...environment, ...change }).fingerprint
const own = fingerprintOf({})

test('is told in clear beside its fingerprint', () => {
  const { fingerprint, ...clear } = nightEnvironment(environment)
  const { memoryBytes: _memoryBytes, ...told } = environment
  expect(clear).toEqual(told)
  expect(fingerprint).toMatch(/^[0-9a-f]{12}$/)
})

test('stays the same through updates of the runtime and the system', () => {
  expect(fingerprintOf({ runtime: 'Node 22.99.1' })).toBe(own)
  expect(fingerprintOf({ platform: 'Linux 6.9.3 x64' })).toBe(own)
})

test.each<Partial<Environment>>([
  { runtime: 'Node 24.0.0' },
  { runtime: 'Bun 22.14.0' },
  { platform: 'Linux 6.8.0-1021-azure arm64' },
  { platform: 'Darwin 6.8.0-1021-azure x64' },
  { cpu: 'Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz' },
  { cores: 2 },
])('differs with %o', (change) => {
  expect(fingerprintOf(change)).not.toBe(own)
})
