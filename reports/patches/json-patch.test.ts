import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { clientNamed, edited, wantedSample } from './edit/json/edit-tree.fixture.ts'
import { applyJsonPatch } from './json-patch.oracle.ts'
import { jsonPatch, jsonPatchFor } from './json-patch.ts'

const rules = `\
apiVersion: v1
kind: Service
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
spec:
  host: a
  trafficPolicy:
    connectionPool:
      tcp: { maxConnections: 5 }
`

const patchFor = (name: string, client: string, text: string, line: number | null = null) =>
  jsonPatchFor({ file: { name, text }, client: clientNamed(client), wanted: wantedSample, line })

describe('the JSON Patch of an edit', () => {
  test('has what is replaced and what is added, for one of the documents', () => {
    const patch = patchFor('rule.yaml', 'istio', rules)
    expect(patch).toEqual({
      kind: 'operations',
      document: 1,
      operations: [
        { op: 'replace', path: '/spec/trafficPolicy/connectionPool/tcp/maxConnections', value: 128 },
        { op: 'add', path: '/spec/trafficPolicy/connectionPool/http', value: { idleTimeout: '55s' } },
      ],
      notes: [
        'maxConnections holds for all worker threads and all endpoints of the host together: multiply it by the number of both.',
        'Istio DestinationRule has no setting for maxIdlePerHost 64.',
      ],
    })
    const after = edited('rule.yaml', 'istio', rules)
    const plain = (text: string) => parseAllDocuments(text)[1]?.toJS() as never
    expect(applyJsonPatch(plain(rules), patch.kind === 'operations' ? patch.operations : [])).toEqual(
      plain(after),
    )
  })

  test('escapes names and appends to lists', () => {
    const cluster = '{ "name": "a", "lb_policy": "RANDOM", "circuit_breakers": { "thresholds": [] } }'
    expect(patchFor('cds.json', 'envoy', cluster)).toMatchObject({
      operations: [
        {
          op: 'add',
          path: '/circuit_breakers/thresholds/0',
          value: { priority: 'DEFAULT', max_connections: 128 },
        },
        { op: 'add', path: '/typed_extension_protocol_options' },
      ],
    })
    expect(jsonPatch({ 'a/b~c': [1, 2, 3] }, { 'a/b~c': [1, 4] })).toEqual([
      { op: 'replace', path: '/a~1b~0c/1', value: 4 },
      { op: 'remove', path: '/a~1b~0c/2' },
    ])
    expect(jsonPatch({}, { toString: 1 })).toEqual([{ op: 'add', path: '/toString', value: 1 }])
    expect(jsonPatch({ a: null }, { a: {} })).toEqual([{ op: 'replace', path: '/a', value: {} }])
  })

  test('has no operations where nothing changes', () => {
    const same = edited('rule.yaml', 'istio', rules)
    expect(patchFor('rule.yaml', 'istio', same)).toMatchObject({
      kind: 'operations',
      document: 1,
      operations: [],
    })
  })

  test('is refused where the edit is, and for other kinds of file', () => {
    expect(patchFor('rule.yaml', 'istio', 'kind: Service\n')).toMatchObject({ kind: 'refused' })
    expect(patchFor('traefik.toml', 'traefik', '[serversTransport]\n')).toEqual({
      kind: 'refused',
      message: 'traefik.toml: Traefik is configured in YAML or JSON, and this is none by its name',
    })
    expect(patchFor('client.go', 'go-net-http', 'package p\n')).toEqual({
      kind: 'refused',
      message: 'client.go: there is no JSON Patch for Go net/http, which neither YAML nor JSON configures',
    })
  })
})
