import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { AnsweringServer } from './answering-server.fixture.ts'
import { endAllProcesses, kneepoint } from './kneepoint-process.fixture.ts'
import { Workshop } from './small-scenario.fixture.ts'

const SECRETS = ['s3cr3t-of-a-token', 's3cr3t-of-a-cookie']
const [TOKEN, COOKIE] = SECRETS

let workshop: Workshop
let server: AnsweringServer

beforeAll(async () => {
  workshop = new Workshop()
  server = await AnsweringServer.start()
})

afterEach(endAllProcesses)

afterAll(async () => {
  await server.die()
  workshop.remove()
})

function filesWith(secret: string, folder: string): string[] {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) =>
    entry.isFile(),
  )
  expect(files.length).toBeGreaterThan(2)
  return files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => readFileSync(file).includes(secret))
}

test('a run keeps no header of its requests, wherever it stood in the scenario', async () => {
  const scenario = workshop.write(
    'secrets.ts',
    `import { constant, defineScenario } from 'kneepoint'
export default defineScenario({
  name: 'secrets',
  target: { builtin: 'shop' },
  arrivals: constant({ rate: 40, durationMs: 700 }),
  requests: [
    { path: '/orders', headers: { authorization: 'Bearer ${TOKEN}' } },
    { path: '/search', build: () => ({ headers: { cookie: 'session=${COOKIE}' } }) },
  ],
  pods: 1,
})
`,
  )
  const only = ['--quick', '--only', 'probe,sweep', '--no-calibration']
  const ended = await kneepoint(
    [scenario, ...only, '--target', server.url, '--runs', 'runs', '--json'],
    workshop.path,
  )
  expect([0, 91], ended.stderr).toContain(ended.code)
  for (const secret of SECRETS) {
    expect(filesWith(secret, workshop.file('runs'))).toEqual([])
    expect(ended.stdout + ended.stderr).not.toContain(secret)
  }
})

test('a bench prints no header of its requests', async () => {
  const sent = ['--header', `authorization: Bearer ${TOKEN}`, '--header', `cookie: session=${COOKIE}`]
  const ended = await kneepoint(
    ['bench', server.url, '--rate', '50', '--duration', '1s', '--json', '--no-calibration', ...sent],
    workshop.path,
  )
  expect([0, 91], ended.stderr).toContain(ended.code)
  for (const secret of SECRETS) expect(ended.stdout + ended.stderr).not.toContain(secret)
})

/** Keeps each request under what it was authorized by, as a cache of sessions does. */
const LEAKY_SERVER = `import { createServer } from 'node:http'

const sessions = new Map()

createServer(function keepSession({ headers }, response) {
  const fields = Array.from({ length: 250 }, (_, i) => i + sessions.size / 2)
  sessions.set(headers.authorization + sessions.size, { cookie: headers.cookie, fields })
  response.end(String(sessions.size))
}).listen(Number(process.env.PORT))
`

function commandScenario(name: string): string {
  return `import { constant, defineScenario } from 'kneepoint'
export default defineScenario({
  name: '${name}',
  target: { command: ['node', 'server.mjs'] },
  arrivals: constant({ rate: 40, durationMs: 700 }),
  requests: [{ path: '/', headers: { authorization: 'Bearer ${TOKEN}', cookie: 'session=${COOKIE}' } }],
  pods: 1,
})
`
}

test.each([
  ['leak', (file: string) => ['leak', file, '--quick', '--requests', '3000'], [99]],
  ['profile', (file: string) => ['run', file, '--quick', '--only', 'probe,sweep,profile'], [0, 91]],
  ['real-time', (file: string) => ['run', file, '--real-time'], [0, 91]],
] as const)('%s keeps nothing of the headers that its target holds on to', async (name, args, exitCodes) => {
  workshop.write('server.mjs', LEAKY_SERVER)
  const file = workshop.write(`${name}.ts`, commandScenario(name))
  const ended = await kneepoint([...args(file), '--runs', `${name}-runs`], workshop.path)
  expect(exitCodes, ended.stderr).toContain(ended.code)
  for (const secret of SECRETS) {
    expect(filesWith(secret, workshop.file(`${name}-runs`))).toEqual([])
    expect(ended.stdout + ended.stderr).not.toContain(secret)
  }
})
