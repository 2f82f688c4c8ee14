import { expect, test } from 'vitest'
import { noReuse, unlimited, wantedSample } from './edit/json/edit-tree.fixture.ts'
import { kubectlNotes, kubectlPatch } from './kubectl-patch.ts'

const rule = { kind: 'DestinationRule', name: 'reviews', namespace: 'prod' } as const
const transport = { kind: 'ServersTransport', name: 'api', namespace: null } as const

test('a DestinationRule', () => {
  expect(kubectlPatch(wantedSample, rule)).toBe(
    `kubectl -n prod patch destinationrule reviews --type merge -p '{"spec":{"trafficPolicy":{"connectionPool":{"tcp":{"maxConnections":128},"http":{"idleTimeout":"55s"}}}}}'`,
  )
  expect(kubectlPatch(unlimited, rule)).toContain(
    '{"tcp":{"maxConnections":null},"http":{"idleTimeout":"31536000s"}}',
  )
  expect(kubectlPatch(noReuse, rule)).toContain('"http":{"maxRequestsPerConnection":1}')
})

test('a ServersTransport of Traefik', () => {
  expect(kubectlPatch(wantedSample, transport)).toBe(
    `kubectl patch serverstransports.traefik.io api --type merge -p '{"spec":{"maxIdleConnsPerHost":64,"forwardingTimeouts":{"idleConnTimeout":"55s"}}}'`,
  )
  expect(kubectlPatch(unlimited, transport)).toContain(
    '2147483647,"forwardingTimeouts":{"idleConnTimeout":"0s"}',
  )
  expect(kubectlPatch(noReuse, transport)).toContain('{"spec":{"maxIdleConnsPerHost":-1}}')
})

test('names that a shell would read are quoted', () => {
  expect(kubectlPatch(wantedSample, { ...rule, name: `it's; rm`, namespace: '' })).toContain(
    String.raw`kubectl -n '' patch destinationrule 'it'\''s; rm' --type`,
  )
})

test('what an object cannot say is told', () => {
  expect(kubectlNotes(wantedSample, 'DestinationRule')).toEqual([
    'maxConnections holds for all worker threads and all endpoints of the host together: multiply it by the number of both.',
    'Istio DestinationRule has no setting for maxIdlePerHost 64.',
  ])
  expect(kubectlNotes(unlimited, 'DestinationRule')).toEqual([])
  expect(kubectlNotes(wantedSample, 'ServersTransport')).toEqual([
    'Traefik has no setting for maxConnsPerHost 128.',
  ])
})
