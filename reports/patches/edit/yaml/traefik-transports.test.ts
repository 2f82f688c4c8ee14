import { describe, expect, test } from 'vitest'
import { changedLines, edit, edited, noReuse, unlimited, wantedSample } from '../json/edit-tree.fixture.ts'

const staticFile = `\
## static configuration
entryPoints:
    web:
        address: ":80"   # serversTransport: no
        transport:
            respondingTimeouts: { idleTimeout: 180s }
serversTransport:
    insecureSkipVerify: false
    # per server
    maxIdleConnsPerHost: 7
    forwardingTimeouts:
        dialTimeout: 1s
        idleConnTimeout: 90
log: { level: INFO }
`

describe('the default transport', () => {
  test('has its values replaced, seconds without a unit by such', () => {
    expect(edit('traefik.yml', 'traefik', staticFile)).toMatchObject({
      kind: 'edited',
      text: staticFile.replace('Host: 7', 'Host: 64').replace('Timeout: 90', 'Timeout: 55'),
      place: { title: 'serversTransport', line: 7 },
      notes: ['Traefik has no setting for maxConnsPerHost 128.'],
    })
    const fraction = edited('traefik.yml', 'traefik', staticFile, {
      wanted: { ...wantedSample, idleTimeoutMs: 1500 },
    })
    expect(fraction).toBe(staticFile.replace('Host: 7', 'Host: 64').replace('Timeout: 90', 'Timeout: 1500ms'))
  })

  test('is told the client’s own words for no limit and no reuse', () => {
    expect(edited('traefik.yml', 'traefik', staticFile, { wanted: unlimited })).toBe(
      staticFile.replace('Host: 7', 'Host: 2147483647').replace('Timeout: 90', 'Timeout: 0s'),
    )
    const off = staticFile.replace('Host: 7', 'Host: -1')
    expect(edited('traefik.yml', 'traefik', staticFile, { wanted: noReuse })).toBe(off)
    expect(edited('traefik.yml', 'traefik', off.replace('-1', '-5'), { wanted: noReuse })).toBe('unchanged')
  })

  test('is found by any spelling, and added where a static configuration has none', () => {
    const upper = staticFile.replace('maxIdleConnsPerHost', 'MaxIdleConnsPerHost')
    expect(edited('traefik.yml', 'traefik', upper)).toBe(
      upper.replace('Host: 7', 'Host: 64').replace('Timeout: 90', 'Timeout: 55'),
    )
    const bare = 'providers:\n  docker: {}\n'
    expect(changedLines(bare, edited('traefik.yml', 'traefik', bare))).toEqual([
      '+ serversTransport:',
      '+   maxIdleConnsPerHost: 64',
      '+   forwardingTimeouts:',
      '+     idleConnTimeout: 55s',
    ])
    const wanted = { idleTimeoutMs: 90_000, maxIdlePerHost: 200, maxConnsPerHost: Infinity }
    expect(edited('traefik.yml', 'traefik', bare, { wanted })).toBe('unchanged')
  })
})

describe('transports with names', () => {
  const dynamic = `\
http:
  routers: {}
  serversTransports:
    fast: { maxIdleConnsPerHost: 10 }
    slow:
      forwardingTimeouts:
        dialTimeout: "30s"
`
  test('are places of their own, and keep 2 where they do not say', () => {
    expect(edited('dynamic.yml', 'traefik', dynamic)).toMatch(
      /there are 2 places that could be meant: dynamic.yml:4 serversTransport fast; dynamic.yml:5 serversTransport slow/,
    )
    const wanted = { idleTimeoutMs: 90_000, maxIdlePerHost: 2, maxConnsPerHost: Infinity }
    expect(edited('dynamic.yml', 'traefik', dynamic, { line: 5, wanted })).toBe('unchanged')
    expect(changedLines(dynamic, edited('dynamic.yml', 'traefik', dynamic, { line: 5 }))).toEqual([
      '+         idleConnTimeout: 55s',
      '+       maxIdleConnsPerHost: 64',
    ])
    expect(changedLines(dynamic, edited('dynamic.yml', 'traefik', dynamic, { line: 4 }))).toEqual([
      '-     fast: { maxIdleConnsPerHost: 10 }',
      '+     fast: { maxIdleConnsPerHost: 64, forwardingTimeouts: { idleConnTimeout: 55s } }',
    ])
  })

  test('are objects in Kubernetes too', () => {
    const object =
      'apiVersion: traefik.io/v1alpha1\nkind: ServersTransport\nmetadata:\n  name: api\nspec:\n  serverName: api\n'
    expect(changedLines(object, edited('t.yaml', 'traefik', object))).toEqual([
      '+   maxIdleConnsPerHost: 64',
      '+   forwardingTimeouts:',
      '+     idleConnTimeout: 55s',
    ])
    expect(edited('t.yaml', 'traefik', object.replace('ServersTransport', 'Middleware'))).toMatch(
      /there is no Traefik pool/,
    )
  })
})
