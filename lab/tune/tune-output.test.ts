import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findClient } from '../../models/clients/catalogue.ts'
import { fromStored } from '../../models/pool/settings.ts'
import { UsageError } from '../usage-error.ts'
import type { FoundRecommendation } from './find-recommendation.ts'
import { tuneDocument } from './tune-document.ts'
import { type TuneOutput, tuneOutput } from './tune-output.ts'
import { tuneNotes, tuneText } from './tune-text.ts'

let folder = ''
let path = ''

const rules = `\
kind: Service
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews }
spec:
  host: reviews # all of it
`

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kneepoint-output-'))
  path = join(folder, 'rules.yaml')
  await writeFile(path, rules)
})

afterEach(() => rm(folder, { recursive: true }))

function found(clientName: string): FoundRecommendation {
  const settings = fromStored({
    idleTimeoutMs: 64_000,
    maxIdlePerHost: 9,
    maxConnsPerHost: 23,
    maxLifetimeMs: null,
    maxRequestsPerConn: null,
    waitTimeoutMs: null,
    maxWaiting: null,
  })
  return { client: findClient(clientName), settings, reasons: [], notes: [] }
}

/** What is on stdout, and on stderr. */
function shown(clientName: string, output: TuneOutput | null): readonly [string, readonly string[]] {
  const result = { run: 'runs/a', found: found(clientName), output }
  return [tuneText(result), tuneNotes(result)]
}

test('a JSON Patch is operations on stdout, and for which document on stderr; the file stays', async () => {
  const output = await tuneOutput(found('istio'), { name: 'json-patch', path, line: null })
  const [stdout, stderr] = shown('istio', output)
  expect(JSON.parse(stdout)).toEqual([
    {
      op: 'add',
      path: '/spec/trafficPolicy',
      value: { connectionPool: { tcp: { maxConnections: 23 }, http: { idleTimeout: '64s' } } },
    },
  ])
  expect(stderr).toContain(`${path}: the operations are for document 2 of the file`)
  expect(stderr.join('\n')).toContain('maxConnections holds for all worker threads')
  expect(await readFile(path, 'utf8')).toBe(rules)
})

test('a JSON Patch of what is as wanted has no operations', async () => {
  const settings = { name: 'diff', path, line: null, write: true } as const
  await tuneOutput(found('istio'), settings)
  const again = await tuneOutput(found('istio'), { name: 'json-patch', path, line: null })
  const [stdout, stderr] = shown('istio', again)
  expect(stdout).toBe('[]\n')
  expect(stderr).toContain(`${path}: says so already; no operations`)
})

test('a JSON Patch that cannot be is refused with its place', async () => {
  await writeFile(path, 'kind: [\n')
  const attempt = tuneOutput(found('istio'), { name: 'json-patch', path, line: null })
  await expect(attempt).rejects.toThrow(UsageError)
  await expect(attempt).rejects.toThrow('rules.yaml:2:1: this is no YAML')
})

test.each([
  ['istio', 'kubectl -n prod patch destinationrule reviews --type merge -p '],
  ['traefik', 'kubectl -n prod patch serverstransports.traefik.io reviews --type merge -p '],
])('kubectl patches the object that configures %s', async (client, command) => {
  const resource = { name: 'reviews', namespace: 'prod' }
  const output = await tuneOutput(found(client), { name: 'kubectl', resource })
  const [stdout, stderr] = shown(client, output)
  expect(stdout.startsWith(command)).toBe(true)
  expect(stdout.endsWith("'\n")).toBe(true)
  expect(stderr.length).toBeGreaterThan(1)
})

test('kubectl has nothing to patch for other clients', async () => {
  const attempt = tuneOutput(found('envoy'), { name: 'kubectl', resource: { name: 'a', namespace: null } })
  await expect(attempt).rejects.toThrow(UsageError)
  await expect(attempt).rejects.toThrow('there is one for --client istio or traefik')
})

test('the document for machines has the form that was asked for, and no other', async () => {
  const documentOf = (output: TuneOutput | null) =>
    tuneDocument({ run: 'runs/a', found: found('istio'), output })
  const patch = documentOf(await tuneOutput(found('istio'), { name: 'json-patch', path, line: null }))
  expect(patch).toMatchObject({ file: null, jsonPatch: { path, document: 1 }, kubectl: null })
  const resource = { name: 'a', namespace: null }
  const kubectl = documentOf(await tuneOutput(found('istio'), { name: 'kubectl', resource }))
  expect(kubectl.kubectl?.command).toMatch(/^kubectl patch destinationrule a /)
  expect([kubectl.file, kubectl.jsonPatch]).toEqual([null, null])
  expect(documentOf(await tuneOutput(found('istio'), { name: 'snippet' }))).toMatchObject({
    file: null,
    jsonPatch: null,
    kubectl: null,
  })
})

test('nothing to change is nothing in any form', async () => {
  const settled = { ...found('istio'), settings: null }
  expect(await tuneOutput(settled, { name: 'json-patch', path, line: null })).toBeNull()
  expect(await tuneOutput(settled, { name: 'diff', path, line: null, write: true })).toBeNull()
  expect(await readFile(path, 'utf8')).toBe(rules)
})
