import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { clients, findClient } from './catalogue.ts'
import { poolSettingsArbitrary } from './dialect/pool-settings.arbitrary.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'

/** Reads a number and its unit back from a snippet. */
const expressions: Record<
  string,
  { readonly idle: RegExp; readonly maxConns: RegExp; readonly never?: RegExp }
> = {
  'go-net-http': {
    idle: /IdleConnTimeout = (\d+) \* time\.(\w+)/,
    maxConns: /\.MaxConnsPerHost = (\d+)/,
    never: /IdleConnTimeout = 0\n/,
  },
  hertz: {
    idle: /WithMaxIdleConnDuration\((\d+)\*time\.(\w+)/,
    maxConns: /WithMaxConnsPerHost\(([1-9]\d*)\)/,
  },
  'node-http-agent': {
    idle: /^ {2}timeout: ([\d_]+)/m,
    maxConns: /maxSockets: ([\d_]+)/,
    never: /no timeout/,
  },
  undici: { idle: /keepAliveMaxTimeout: ([\d_]+)/, maxConns: /connections: ([\d_]+)/ },
  'nginx-upstream': { idle: /keepalive_timeout (\d+)(ms|s)/, maxConns: /max_conns=(\d+)/ },
}

const unitMs: Record<string, number> = { Second: 1000, s: 1000, Millisecond: 1, ms: 1 }

function readNumber(match: RegExpExecArray): number {
  return Number((match[1] ?? '').replaceAll('_', '')) * (unitMs[match[2] ?? 'ms'] ?? NaN)
}

test.each(clients.map(({ name }) => name))('%s: never a longer idle timeout than asked for', (name) => {
  const { idle, never } = expressions[name]!
  fc.assert(
    fc.property(poolSettingsArbitrary, (settings) => {
      const { text } = findClient(name).patch(settings)
      const match = idle.exec(text)
      if (!reusesConnections(settings)) {
        expect(match).toBeNull()
      } else if (match === null) {
        expect(settings.idleTimeoutMs).toBe(Infinity)
        expect(text).toMatch(never ?? /(?!)/)
      } else {
        expect(readNumber(match)).toBeLessThanOrEqual(settings.idleTimeoutMs)
        expect(readNumber(match)).toBeGreaterThan(0)
      }
    }),
  )
})

test.each(clients.map(({ name }) => name))('%s: never more connections than asked for', (name) => {
  fc.assert(
    fc.property(poolSettingsArbitrary, (settings) => {
      const match = expressions[name]!.maxConns.exec(findClient(name).patch(settings).text)
      if (match === null) expect(settings.maxConnsPerHost).toBe(Infinity)
      else expect(readNumber(match)).toBeLessThanOrEqual(settings.maxConnsPerHost)
    }),
  )
})

test.each(clients)('$name: no value that its dialect does not have', ({ name, patch }) => {
  const illegal = name === 'node-http-agent' ? /NaN|null|undefined|e\+/ : /Infinity|NaN|null|undefined|e\+/
  fc.assert(
    fc.property(poolSettingsArbitrary, (settings) => {
      const { text, notes } = patch(settings)
      expect(text).not.toMatch(illegal)
      expect(text).toMatch(/[^\n]\n$/)
      for (const note of notes) {
        expect(note).toMatch(/\.$/)
        expect(note).not.toMatch(/Infinity|NaN|undefined/)
      }
    }),
  )
})

const lifetimes: Record<string, RegExp> = {
  hertz: /WithMaxConnDuration\((\d+)\*time\.(\w+)/,
  undici: /clientTtl: ([\d_]+)/,
  'nginx-upstream': /keepalive_time (\d+)(ms|s)/,
}

test.each(Object.entries(lifetimes))('%s: never a longer lifetime than asked for', (name, expression) => {
  fc.assert(
    fc.property(poolSettingsArbitrary, (settings) => {
      const match = expression.exec(findClient(name).patch(settings).text)
      if (match === null) {
        expect(settings.maxLifetimeMs === Infinity || !reusesConnections(settings)).toBe(true)
      } else {
        expect(readNumber(match)).toBeLessThanOrEqual(settings.maxLifetimeMs)
        expect(readNumber(match)).toBeGreaterThan(0)
      }
    }),
  )
})
