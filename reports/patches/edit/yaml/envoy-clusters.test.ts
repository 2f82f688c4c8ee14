import { describe, expect, test } from 'vitest'
import { changedLines, edit, edited, noReuse, unlimited, wantedSample } from '../json/edit-tree.fixture.ts'

const bootstrap = `\
admin:
  address: { socket_address: { address: 127.0.0.1, port_value: 9901 } }
static_resources:
  listeners: []
  clusters:
    # max_connections: 7 is not meant
    - name: api
      connect_timeout: 0.25s
      type: STRICT_DNS
      typed_extension_protocol_options:
        envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
          "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
          explicit_http_config:
            http_protocol_options: {}
          common_http_protocol_options:
            idle_timeout: 3600s   # 1 h
            max_headers_count: 100
      circuit_breakers:
        thresholds:
          - priority: HIGH
            max_connections: 9
          - max_connections: 1024
            max_pending_requests: 1024
      load_assignment:
        cluster_name: api
`

describe('an Envoy cluster', () => {
  test('has its values replaced in the options and in the default threshold', () => {
    expect(edit('envoy.yaml', 'envoy', bootstrap)).toMatchObject({
      kind: 'edited',
      text: bootstrap
        .replace('idle_timeout: 3600s', 'idle_timeout: 55s')
        .replace('- max_connections: 1024', '- max_connections: 128'),
      place: { title: 'cluster api', line: 7 },
    })
  })

  test('is told that connections are never closed, nor limited, by its own words', () => {
    expect(edited('envoy.yaml', 'envoy', bootstrap, { wanted: unlimited })).toBe(
      bootstrap
        .replace('idle_timeout: 3600s', 'idle_timeout: 0s')
        .replace('- max_connections: 1024', '- max_connections: 4294967295')
        .replace(
          'max_pending_requests: 1024',
          'max_pending_requests: 1024\n            max_requests: 4294967295',
        ),
    )
  })

  test('has max_requests raised with the connections, and not lowered', () => {
    const wanted = { ...wantedSample, idleTimeoutMs: 3_600_000, maxConnsPerHost: 2000 }
    const more = bootstrap.replace(
      'max_pending_requests',
      'max_requests: 3000\n            max_pending_requests',
    )
    expect(edited('envoy.yaml', 'envoy', more, { wanted })).toBe(
      more.replace('- max_connections: 1024', '- max_connections: 2000'),
    )
  })

  test('turns reuse off by one request for each connection', () => {
    const after = edited('envoy.yaml', 'envoy', bootstrap, { wanted: { ...noReuse, maxConnsPerHost: 1024 } })
    expect(changedLines(bootstrap, after)).toEqual(['+             max_requests_per_connection: 1'])
    const again = edited('envoy.yaml', 'envoy', after, { wanted: { ...wantedSample, maxConnsPerHost: 1024 } })
    expect(changedLines(after, again)).toContain('+             max_requests_per_connection: 0')
  })

  test('keeps its deprecated options where it has them', () => {
    const legacy = 'name: api\nconnect_timeout: 1s\nhttp2_protocol_options: {}\n'
    expect(changedLines(legacy, edited('cds.yaml', 'envoy', legacy))).toEqual([
      '+ circuit_breakers:',
      '+   thresholds:',
      '+     - priority: DEFAULT',
      '+       max_connections: 128',
      '+ common_http_protocol_options:',
      '+   idle_timeout: 55s',
    ])
  })

  test('gets options with their type where it has none', () => {
    const bare = 'name: api\nconnect_timeout: 1s\n'
    const wanted = { ...wantedSample, maxConnsPerHost: 1024 }
    expect(changedLines(bare, edited('cds.yaml', 'envoy', bare, { wanted }))).toEqual([
      '+ typed_extension_protocol_options:',
      '+   envoy.extensions.upstreams.http.v3.HttpProtocolOptions:',
      '+     "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
      '+     explicit_http_config:',
      '+       http_protocol_options: {}',
      '+     common_http_protocol_options:',
      '+       idle_timeout: 55s',
    ])
  })

  test('gets a threshold beside those of other priorities', () => {
    const high =
      'name: api\nconnect_timeout: 1s\ncircuit_breakers:\n  thresholds:\n  - priority: HIGH\n    max_connections: 1\n'
    const wanted = { ...wantedSample, idleTimeoutMs: 3_600_000 }
    expect(changedLines(high, edited('cds.yaml', 'envoy', high, { wanted }))).toEqual([
      '+   - priority: DEFAULT',
      '+     max_connections: 128',
    ])
  })

  test('is left alone by the defaults where nothing is written', () => {
    const wanted = { idleTimeoutMs: 3_600_000, maxIdlePerHost: 2000, maxConnsPerHost: 1024 }
    expect(edited('cds.yaml', 'envoy', 'name: api\nconnect_timeout: 1s\n', { wanted })).toBe('unchanged')
  })
})

describe('in JSON', () => {
  const json = `\
{
  "resources": [
    {
      "@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster",
      "name": "api", // the "idleTimeout": "1s" of old
      "connectTimeout": "1s",
      "circuitBreakers": {
        "thresholds": [
          { "maxConnections": "512", "maxRequests": 5000 }
        ]
      },
    },
    { "@type": "type.googleapis.com/envoy.config.listener.v3.Listener", "name": "in" }
  ]
}
`
  test('names are spelled as the file has them, and a number in quotes stays in them', () => {
    expect(changedLines(json, edited('cds.json', 'envoy', json))).toEqual([
      '-           { "maxConnections": "512", "maxRequests": 5000 }',
      '-         ]',
      '+           { "maxConnections": "128", "maxRequests": 5000 }',
      '+         ]',
      '+       },',
      '+       "typedExtensionProtocolOptions": {',
      '+         "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {',
      '+           "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",',
      '+           "explicitHttpConfig": {',
      '+             "httpProtocolOptions": {}',
      '+           },',
      '+           "commonHttpProtocolOptions": {',
      '+             "idleTimeout": "55s"',
      '+           }',
      '+         }',
    ])
  })

  test('a compact text stays compact', () => {
    const compact =
      '{"clusters":[{"name":"api","lb_policy":"RANDOM","common_http_protocol_options":{"idle_timeout":"9s","max_headers_count":9},"circuit_breakers":{"thresholds":[{"max_connections":1024,"max_retries":3}]}}]}'
    const wanted = { ...noReuse, maxConnsPerHost: 1025 }
    expect(edited('cds.json', 'envoy', compact, { wanted })).toBe(
      compact
        .replace('"max_headers_count":9', '"max_headers_count":9,"max_requests_per_connection":1')
        .replace('1024,"max_retries":3', '1025,"max_retries":3,"max_requests":1025'),
    )
  })

  test('is refused at the first wrong place', () => {
    expect(edited('cds.json', 'envoy', '{"clusters": [\n {"name" "api"}]}')).toBe(
      'refused: cds.json:2:10: this is no JSON: colon expected',
    )
    expect(edited('cds.json', 'envoy', '')).toMatch(/^refused: cds\.json:1:1: this is no JSON/)
  })
})
