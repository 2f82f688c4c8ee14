import { describe, expect, test } from 'vitest'
import { changedLines, edit, edited, noReuse, unlimited, wantedSample } from '../json/edit-tree.fixture.ts'

const file = 'rule.yaml'

const reviews = `\
# Owned by the reviews team. idleTimeout: 10s is what it was in 2021.
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: reviews
  namespace: prod
  annotations:
    note: "connectionPool: { http: { idleTimeout: 9s } }"   # not this one
spec:
  host: reviews.prod.svc.cluster.local
  trafficPolicy:
    loadBalancer: { simple: LEAST_REQUEST }
    connectionPool:
      tcp:
        maxConnections:   40     # was 20 since 2019
        connectTimeout: '1s'

      http:
        idleTimeout: "1h"        # the default
        http1MaxPendingRequests: 10
    # outliers
    outlierDetection:
        consecutive5xxErrors: 7
  exportTo: ["."]
`

describe('a DestinationRule', () => {
  test('has its two values replaced, and nothing else', () => {
    const result = edit(file, 'istio', reviews)
    expect(result).toMatchObject({
      kind: 'edited',
      text: reviews.replace('  40 ', '  128 ').replace('"1h"', '"55s"'),
      place: { title: 'DestinationRule reviews', line: 13 },
      changes: [
        { name: 'tcp.maxConnections', before: '40', after: '128' },
        { name: 'http.idleTimeout', before: '1h', after: '55s' },
      ],
    })
  })

  test('keeps CRLF, a missing end of line and the byte order mark', () => {
    const dos = `\uFEFF${reviews.trimEnd().replaceAll('\n', '\r\n')}`
    expect(edited(file, 'istio', dos)).toBe(dos.replace('  40 ', '  128 ').replace('"1h"', '"55s"'))
  })

  test('is left alone where it says the same in other words', () => {
    const same = reviews.replace('  40 ', '  1_28 ').replace('"1h"', '0.5m25s')
    expect(edited(file, 'istio', same)).toBe('unchanged')
  })

  test('is told that connections are not limited by 0, and that they are kept for a year', () => {
    expect(changedLines(reviews, edited(file, 'istio', reviews, { wanted: unlimited }))).toEqual([
      '-         maxConnections:   40     # was 20 since 2019',
      "-         connectTimeout: '1s'",
      '- ',
      '-       http:',
      '-         idleTimeout: "1h"        # the default',
      '+         maxConnections:   0     # was 20 since 2019',
      "+         connectTimeout: '1s'",
      '+ ',
      '+       http:',
      '+         idleTimeout: "31536000s"        # the default',
    ])
  })

  test('turns reuse off by one request for each connection', () => {
    const after = edited(file, 'istio', reviews, { wanted: { ...noReuse, maxConnsPerHost: 40 } })
    expect(changedLines(reviews, after)).toEqual(['+         maxRequestsPerConnection: 1'])
    const again = edited(file, 'istio', after, { wanted: { ...wantedSample, maxConnsPerHost: 40 } })
    expect(changedLines(after, again)).toContain('+         maxRequestsPerConnection: 0')
  })

  test('has what is empty filled', () => {
    const empty = reviews.replace(/^ *idleTimeout: "1h".*\n/m, '')
    expect(empty).not.toBe(reviews)
    expect(changedLines(empty, edited(file, 'istio', empty))).toContain('+         idleTimeout: 55s')
  })

  test('says which ports it does not hold for', () => {
    const ports = `\
apiVersion: networking.istio.io/v1
kind: DestinationRule
spec:
  host: a
  trafficPolicy:
    connectionPool: { tcp: { maxConnections: 128 }, http: { idleTimeout: 55s } }
    portLevelSettings:
      - port: { number: 80 }
        loadBalancer: { simple: RANDOM }
`
    expect(edit(file, 'istio', ports).kind).toBe('unchanged')
    expect(edit(file, 'istio', ports)).toMatchObject({
      notes: expect.arrayContaining([
        'Port 80 has portLevelSettings without a connectionPool, so this one does not hold for it: give it one of its own.',
      ]) as string[],
    })
  })

  test('gets the parents that are missing, indented as the file is', () => {
    const bare = `\
apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
spec:
    host: a
    subsets:
    - name: v1
      labels: {version: v1}
# the end
`
    expect(changedLines(bare, edited(file, 'istio', bare))).toEqual([
      '+     trafficPolicy:',
      '+         connectionPool:',
      '+             tcp:',
      '+                 maxConnections: 128',
      '+             http:',
      '+                 idleTimeout: 55s',
    ])
  })

  test('gets members in braces where it is written in braces', () => {
    const flow =
      'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nspec: {host: a, trafficPolicy: {connectionPool: {http: {}}}}\n'
    expect(edited(file, 'istio', flow).split('\n')[2]).toBe(
      'spec: {host: a, trafficPolicy: {connectionPool: {http: { idleTimeout: 55s }, tcp: { maxConnections: 128 }}}}',
    )
    const json =
      '{"apiVersion": "networking.istio.io/v1", "kind": "DestinationRule",\n "spec": {"host": "a"}}'
    expect(edited(file, 'istio', json).split('\n')[1]).toBe(
      ' "spec": {"host": "a", "trafficPolicy": { "connectionPool": { "tcp": { "maxConnections": 128 }, "http": { "idleTimeout": "55s" } } }}}',
    )
  })

  test('fills a member that is empty, or null', () => {
    const head = 'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nspec:\n  trafficPolicy:\n'
    const empty = `${head}    connectionPool:   # to be set\n  host: a\n`
    expect(edited(file, 'istio', empty)).toBe(
      `${head}    connectionPool:   # to be set\n      tcp:\n        maxConnections: 128\n      http:\n        idleTimeout: 55s\n  host: a\n`,
    )
    const none = `${head}    connectionPool: ~ # to be set\n`
    expect(edited(file, 'istio', none)).toBe(
      `${head}    connectionPool: { tcp: { maxConnections: 128 }, http: { idleTimeout: 55s } } # to be set\n`,
    )
  })

  test('adds to the inner block before the outer one', () => {
    const text = `\
apiVersion: networking.istio.io/v1
kind: DestinationRule
spec:
  trafficPolicy:
    connectionPool:
      http:
        http2MaxRequests: 10`
    expect(changedLines(text, edited(file, 'istio', text))).toEqual([
      '+         idleTimeout: 55s',
      '+       tcp:',
      '+         maxConnections: 128',
    ])
  })

  test('takes the idle timeout of tcp where http has none', () => {
    const text =
      'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nspec:\n  trafficPolicy:\n    connectionPool:\n      tcp: { maxConnections: 128, idleTimeout: 55s }\n'
    expect(edited(file, 'istio', text)).toBe('unchanged')
    const wanted = { ...wantedSample, idleTimeoutMs: 4000 }
    expect(changedLines(text, edited(file, 'istio', text, { wanted }))).toEqual([
      '+       http:',
      '+         idleTimeout: 4s',
    ])
  })

  test('is left alone by the defaults where nothing is written', () => {
    const text = 'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nspec:\n  host: a\n'
    const wanted = { idleTimeoutMs: 3_600_000, maxIdlePerHost: 10, maxConnsPerHost: Infinity }
    expect(edited(file, 'istio', text, { wanted })).toBe('unchanged')
  })
})

const several = `\
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: a }
spec:
  trafficPolicy:
    connectionPool: { http: { idleTimeout: 1s } }
    portLevelSettings:
    - port: { number: 80 }
      connectionPool:
        http: { idleTimeout: 2s }
    - port: { number: 81 }
      loadBalancer: { simple: RANDOM }
  subsets:
  - name: v1
    trafficPolicy:
      connectionPool:
        http: { idleTimeout: 3s }
  - name: v2
---
apiVersion: v1
kind: Service
metadata: { name: connectionPool }
---
apiVersion: v1
kind: List
items:
- apiVersion: networking.istio.io/v1alpha3
  kind: DestinationRule
  metadata: { name: b }
  spec:
    trafficPolicy:
      connectionPool:
        http: { idleTimeout: 4s }
`

describe('several pools', () => {
  test('are told apart by their lines', () => {
    expect(edited(file, 'istio', several)).toBe(
      'refused: rule.yaml: there are 4 places that could be meant: rule.yaml:6 DestinationRule a; rule.yaml:9 DestinationRule a, port 80; rule.yaml:16 DestinationRule a, subset v1; rule.yaml:32 DestinationRule b. Name one by its line (--line)',
    )
  })

  test.each([
    [6, '1s'],
    [9, '2s'],
    [16, '3s'],
    [32, '4s'],
  ])('on line %i', (line, before) => {
    const after = edited(file, 'istio', several, {
      line,
      wanted: { ...wantedSample, maxConnsPerHost: Infinity },
    })
    expect(after).toBe(several.replace(`idleTimeout: ${before}`, 'idleTimeout: 55s'))
  })
})

describe('what is not written here', () => {
  const shared = `\
apiVersion: networking.istio.io/v1
kind: DestinationRule
spec:
  trafficPolicy: &policy
    connectionPool:
      tcp: { maxConnections: 128 }
      http:
        idleTimeout: 90s
  subsets:
  - name: v1
    trafficPolicy: *policy
`
  test('is not changed for others as well', () => {
    expect(edited(file, 'istio', shared)).toMatch(
      /rule\.yaml:5 DestinationRule; rule\.yaml:11 DestinationRule, subset v1/,
    )
    expect(edited(file, 'istio', shared, { line: 11 })).toMatch(
      /subsets\[0\]\.trafficPolicy repeats what line 5 says/,
    )
    expect(edited(file, 'istio', shared, { line: 5 })).toMatch(
      /^refused: .*http\.idleTimeout is repeated by the alias on line 11/,
    )
  })

  test('is not written through an alias', () => {
    const alias = shared.replace('trafficPolicy: &policy', 'trafficPolicy:').replace('*policy', '{}')
    const value = alias.replace('90s', '*idle').replace('spec:', 'spec:\n  x: &idle 90s')
    expect(edited(file, 'istio', value)).toBe(
      'refused: rule.yaml:9:22: trafficPolicy.connectionPool.http.idleTimeout repeats what line 4 says: change it there',
    )
    expect(edited(file, 'istio', value.replace('&idle 90s', '&idle 55s'))).toBe('unchanged')
  })

  test('is not overridden where a merge key brings it in', () => {
    const merge = `\
apiVersion: networking.istio.io/v1
kind: DestinationRule
x-http: &http
  idleTimeout: 90s
spec:
  trafficPolicy:
    connectionPool:
      tcp: { maxConnections: 128 }
      http:
        <<: *http
        http2MaxRequests: 1
`
    expect(edited(file, 'istio', merge)).toMatch(/idleTimeout repeats what line 4 says: change it there$/)
    expect(edited(file, 'istio', merge.replace('90s', '55s'))).toBe('unchanged')
  })

  test.each([
    ['"{{ .Values.idle }}"', '{{ .Values.idle }}'],
    ['${IDLE}', '${IDLE}'],
    ['!env IDLE', 'IDLE'],
  ])('such as %s stays', (written, named) => {
    const text = reviews.replace('"1h"', written)
    expect(edited(file, 'istio', text)).toBe(
      `refused: rule.yaml:19:${written.startsWith('!') ? 27 : 22}: idleTimeout is set from ${named}: change it where that comes from`,
    )
  })

  test('is left alone where it cannot be read', () => {
    expect(edited(file, 'istio', reviews.replace('"1h"', 'an hour'))).toBe(
      "refused: rule.yaml:19:22: idleTimeout is 'an hour', which cannot be read: correct it first",
    )
  })
})

describe('a file that is not what it seems', () => {
  test('is refused where the syntax is wrong', () => {
    expect(edited(file, 'istio', reviews.replace('metadata:', '- metadata:'))).toMatch(
      /^refused: rule\.yaml:\d+:\d+: this is no YAML: /,
    )
    expect(edited(file, 'istio', reviews.replace('  exportTo', '  host: b\n  exportTo'))).toBe(
      'refused: rule.yaml:24:3: this is no YAML: host is there twice',
    )
  })

  test.each([
    'idleTimeout: {{ .Values.idle }}',
    '{{- if .Values.idle }}\n        idleTimeout: 1h\n        {{- end }}',
  ])('is refused where it is a template: %s', (line) => {
    expect(edited(file, 'istio', reviews.replace('idleTimeout: "1h"', line))).toMatch(/this is a template/)
  })

  test('has no pool in other kinds and other groups', () => {
    expect(edited(file, 'istio', reviews.replace('networking.istio.io', 'networking.k8s.io'))).toMatch(
      /there is no Istio DestinationRule pool in this YAML file/,
    )
    expect(edited(file, 'istio', '')).toMatch(/there is no Istio DestinationRule pool/)
  })
})
