import { expect, it } from 'vitest'
import { findClient } from '../clients/catalogue.ts'
import { longestIdleMs } from './longest-idle.ts'

it.each<[string, string, number | null, number]>([
  ['go-net-http', 'heeds no hint', 5000, 90_000],
  ['node-http-agent', 'lets a hint shorten its 5 s', 65_000, 5000],
  ['node-http-agent', 'takes 1 s off a hint', 3000, 2000],
  ['node-http-agent', 'keeps nothing after a hint of 1 s', 1000, 0],
  ['undici', 'follows a hint, less 2 s', 65_000, 63_000],
  ['undici', 'keeps its 4 s without one', null, 4000],
  ['dotnet', 'hands out until a sweep, a quarter late', null, 75_000],
  ['dotnet', 'looks at the hint, less 1 s', 65_000, 64_000],
  ['agentkeepalive', 'overwrites a hint by its own 4 s', 3000, 4000],
  ['apache-httpclient5', 'stretches its 3 min to a hint', 400_000, 400_000],
  ['haproxy', 'has no idle timeout', 5000, Infinity],
  ['urllib3', 'has none either', null, Infinity],
])('%s %s', (name, _what, hintMs, expected) => {
  const { policy, defaults } = findClient(name)
  expect(longestIdleMs(policy, defaults.idleTimeoutMs, hintMs)).toBe(expected)
})
