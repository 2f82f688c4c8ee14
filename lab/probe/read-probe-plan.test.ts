import { expect, test } from 'vitest'
import { clients } from '../../models/clients/catalogue.ts'
import { HostNotAllowed } from '../allowed-host.ts'
import { UsageError } from '../usage-error.ts'
import { capOf } from './probe-plan.ts'
import { type ProbeFlags, readProbePlan } from './read-probe-plan.ts'

const NO_FLAGS: ProbeFlags = { header: [], race: true, insecure: false, allow: [] }

function read(flags: Partial<ProbeFlags> = {}, target = 'http://127.0.0.1:8080/a?b={c}') {
  return readProbePlan(target, { ...NO_FLAGS, ...flags })
}

test('asks for little', async () => {
  const plan = await read()
  expect(plan).toMatchObject({
    endpoint: { origin: 'http://127.0.0.1:8080', requestTimeoutMs: 10_000, dialTimeoutMs: 5000 },
    request: { method: 'GET', path: '/a?b=%7Bc%7D', headers: { connection: 'keep-alive' }, body: null },
    upToMs: null,
    connections: 32,
    race: true,
  })
  expect(plan.clients).toEqual(clients)
})

test('follows the flags', async () => {
  const plan = await read({
    method: 'head',
    header: ['Accept: text/html'],
    upTo: '90s',
    connections: '8',
    race: false,
    client: 'undici',
    timeout: '2s',
    insecure: true,
  })
  expect(plan).toMatchObject({
    endpoint: { insecure: true, requestTimeoutMs: 2000, dialTimeoutMs: 2000 },
    request: { method: 'HEAD', headers: { accept: 'text/html', connection: 'keep-alive' } },
    upToMs: 90_000,
    connections: 8,
    race: false,
  })
  expect(plan.clients.map(({ name }) => name)).toEqual(['undici'])
})

test.each<[Partial<ProbeFlags>, string]>([
  [{ method: 'POST' }, "--method: 'POST' is neither GET nor HEAD"],
  [{ header: ['Connection: close'] }, '--header: whether the connection is kept is what a probe finds out'],
  [{ upTo: '10ms' }, "--up-to: '10ms' is outside 100ms to 1h"],
  [{ upTo: '2h' }, "--up-to: '2h' is outside 100ms to 1h"],
  [{ upTo: '10' }, "--up-to: '10' has no unit"],
  [{ connections: '3' }, "--connections: '3' is no whole number from 4 to 256"],
  [{ connections: '257' }, "--connections: '257' is no whole number from 4 to 256"],
  [{ timeout: '0' }, "--timeout: '0' must be above 0"],
  [{ client: 'node' }, "--client: Unknown client 'node'"],
  [{ ca: '/nowhere/ca.pem' }, '--ca: /nowhere/ca.pem: no such file'],
  [{ ca: 'package.json' }, '--ca: package.json holds no certificate in PEM'],
])('refuses %j', async (flags, message) => {
  const refusal = read(flags)
  await expect(refusal).rejects.toThrow(UsageError)
  await expect(refusal).rejects.toThrow(message)
})

test('goes to other hosts only where they are named twice', async () => {
  await expect(read({}, 'https://shop.example/')).rejects.toThrow(HostNotAllowed)
  const { endpoint } = await read({ allow: ['shop.example'] }, 'https://shop.example/')
  expect(endpoint.origin).toBe('https://shop.example')
})

test.each([
  [null, null, 120_000],
  [null, 65_000, 70_000],
  [null, 0, 5000],
  [null, 300_000, 305_000],
  [null, 3_600_000, 120_000],
  [20_000, 65_000, 20_000],
])('asked for %j ms with a hint of %j ms, it watches for %d ms', (upToMs, hintMs, capMs) => {
  expect(capOf({ upToMs }, hintMs)).toBe(capMs)
})
