import { describe, expect, test } from 'vitest'
import { changedLines, edit, edited, noReuse, unlimited, wantedSample } from './edit-tree.fixture.ts'

const config = `\
{
\t"apps": {
\t\t"http": {
\t\t\t"servers": {
\t\t\t\t"srv0": {
\t\t\t\t\t"routes": [{
\t\t\t\t\t\t"handle": [{
\t\t\t\t\t\t\t"handler": "subroute",
\t\t\t\t\t\t\t"routes": [{
\t\t\t\t\t\t\t\t"handle": [
\t\t\t\t\t\t\t\t\t{
\t\t\t\t\t\t\t\t\t\t"handler": "reverse_proxy",
\t\t\t\t\t\t\t\t\t\t"transport": {
\t\t\t\t\t\t\t\t\t\t\t"protocol": "http",
\t\t\t\t\t\t\t\t\t\t\t"keep_alive": { "idle_timeout": 120000000000, "max_idle_conns_per_host": 32 },
\t\t\t\t\t\t\t\t\t\t\t"max_conns_per_host": 10 // few
\t\t\t\t\t\t\t\t\t\t},
\t\t\t\t\t\t\t\t\t\t"upstreams": [{ "dial": "api:8080" }]
\t\t\t\t\t\t\t\t\t},
\t\t\t\t\t\t\t\t\t{ "handler": "reverse_proxy", "transport": { "protocol": "fastcgi" } }
\t\t\t\t\t\t\t\t]
\t\t\t\t\t\t\t}]
\t\t\t\t\t\t}]
\t\t\t\t\t}]
\t\t\t\t}
\t\t\t}
\t\t}
\t}
}
`

describe('a reverse_proxy of Caddy', () => {
  test('has its values replaced, nanoseconds by nanoseconds', () => {
    expect(edit('caddy.json', 'caddy', config)).toMatchObject({
      kind: 'edited',
      text: config
        .replace('120000000000', '55000000000')
        .replace('host": 32', 'host": 64')
        .replace('10 //', '128 //'),
      place: { title: 'reverse_proxy api:8080', line: 11 },
      notes: [],
    })
  })

  test('is told no limit by 0, and by a year and the largest number where 0 is something else', () => {
    expect(edited('caddy.json', 'caddy', config, { wanted: unlimited })).toBe(
      config
        .replace('120000000000', '31536000000000000')
        .replace('host": 32', 'host": 2147483647')
        .replace('10 //', '0 //'),
    )
  })

  test('turns keep-alive off and on', () => {
    const off = edited('caddy.json', 'caddy', config, { wanted: { ...noReuse, maxConnsPerHost: 10 } })
    expect(off).toBe(config.replace('host": 32', 'host": 32, "enabled": false'))
    const wanted = { idleTimeoutMs: 120_000, maxIdlePerHost: 32, maxConnsPerHost: 10 }
    expect(edited('caddy.json', 'caddy', off, { wanted })).toBe(off.replace('false', 'true'))
  })

  test('writes both where keep_alive says one, since versions differ in the other', () => {
    const one =
      '{ "handler": "reverse_proxy", "transport": { "protocol": "http", "keep_alive": { "idle_timeout": "2m" } } }'
    const wanted = { idleTimeoutMs: 120_000, maxIdlePerHost: 32, maxConnsPerHost: Infinity }
    expect(edited('caddy.json', 'caddy', one, { wanted })).toBe(
      one.replace('"2m"', '"2m", "max_idle_conns_per_host": 32'),
    )
    const none = '{\n  "handler": "reverse_proxy"\n}'
    expect(edited('caddy.json', 'caddy', none, { wanted })).toBe('unchanged')
    expect(
      changedLines(none, edited('caddy.json', 'caddy', none, { wanted: { ...wanted, maxIdlePerHost: 33 } })),
    ).toEqual([
      '-   "handler": "reverse_proxy"',
      '+   "handler": "reverse_proxy",',
      '+   "transport": {',
      '+     "protocol": "http",',
      '+     "keep_alive": {',
      '+       "idle_timeout": "120s",',
      '+       "max_idle_conns_per_host": 33',
      '+     }',
      '+   }',
    ])
  })

  test('does not let the total keep less than one host', () => {
    const total = config.replace('"idle_timeout"', '"max_idle_conns": 50, "idle_timeout"')
    expect(edited('caddy.json', 'caddy', total)).toContain('"max_idle_conns": 0,')
    expect(edited('caddy.json', 'caddy', total.replace('50', '64'))).toContain('"max_idle_conns": 64,')
  })

  test('is not touched where a placeholder stands', () => {
    const computed = config.replace('120000000000', '"{env.IDLE}"')
    expect(edited('caddy.json', 'caddy', computed, { wanted: wantedSample })).toMatch(
      /caddy\.json:15:44: idle_timeout is set from \{env\.IDLE\}/,
    )
  })
})
