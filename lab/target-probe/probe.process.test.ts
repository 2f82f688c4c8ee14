import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CallFrame } from '../../models/profile/cpu-profile.ts'
import type { HeapSamplingNode } from '../../models/profile/heap-sampling-profile.ts'
import { ProbeClient } from '../telemetry/probe-client.ts'
import type { ProbeReady } from './write-ready-file.ts'

const PROBE = new URL('probe.ts', import.meta.url).href
const TSX = import.meta.resolve('tsx')
const DEADLINE_MS = 20_000

/** Types that take up lines, which are not there any more once they are stripped. */
const TYPES = ['interface Held {', '  readonly a: string', '  readonly b: readonly number[]', '}', '']

const SERVER = `
import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import { Worker } from 'node:worker_threads'

function plantedBusyLoop() {
  const endMs = Date.now() + 60
  while (Date.now() < endMs);
}
const held = []
function plantedLeak() {
  for (let i = 0; i < 5000; i++) held.push({ a: 'x' + i, b: new Array(20).fill(i) })
}
function plantedAllocation() {
  let last
  for (let i = 0; i < 12500; i++) last = new Array(1000)
  return last
}
const probeVariables = () => Object.keys(process.env).filter((name) => name.includes('PROBE'))
const ofChild = () => execFileSync(process.execPath, ['-p', 'JSON.stringify(process.env)'], { encoding: 'utf8' })
const answers = {
  '/variables': () => [...probeVariables(), ofChild().includes('PROBE')],
  '/worker': () => void new Worker('process.exitCode = 0', { eval: true }),
  '/busy': plantedBusyLoop,
  '/leak': plantedLeak,
  '/allocate': plantedAllocation,
  '/close': () => server.close(),
}
const server = createServer((request, response) => {
  const answer = answers[request.url]()
  response.setHeader('connection', 'close')
  response.end(JSON.stringify(answer ?? null))
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
`.trim()

let folder: string
const running: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probe-process-'))
})

afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

class Program {
  readonly child: ChildProcess
  readonly exited: Promise<unknown[]>
  stdout = ''
  stderr = ''

  constructor(file: string, environment: Record<string, string>) {
    this.child = spawn(process.execPath, ['--import', TSX, '--import', PROBE, file], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.push(this.child)
    this.exited = once(this.child, 'close')
    this.child.stdout?.on('data', (chunk) => (this.stdout += String(chunk)))
    this.child.stderr?.on('data', (chunk) => (this.stderr += String(chunk)))
  }
}

/** Asks again until it holds; the deadline only bounds a failure. */
async function until(holds: () => boolean, program: Program): Promise<void> {
  const endMs = Date.now() + DEADLINE_MS
  while (!holds()) {
    if (Date.now() > endMs || program.child.exitCode !== null) throw new Error(`not so: ${program.stderr}`)
    await sleep(10)
  }
}

function framesOf(node: HeapSamplingNode): CallFrame[] {
  return [node.callFrame, ...node.children.flatMap(framesOf)]
}

async function writeProgram(name: string, lines: readonly string[]): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, lines.join('\n'))
  return file
}

test.each([
  ['server.mjs', []],
  ['server.mts', TYPES],
])('%s runs as without the probe, and can be looked into', async (name, before) => {
  const lines = [...before, ...SERVER.split('\n')]
  const file = await writeProgram(name, lines)
  const place = (functionName: string) => ({
    functionName,
    url: pathToFileURL(file).href,
    lineNumber: lines.indexOf(`function ${functionName}() {`),
  })
  const readyFile = join(folder, 'ready.json')
  const program = new Program(file, { KNEEPOINT_PROBE_READY: readyFile })
  await until(() => existsSync(readyFile) && program.stdout.endsWith('\n'), program)
  expect((await stat(readyFile)).mode & 0o777).toBe(0o600)
  const ready = JSON.parse(await readFile(readyFile, 'utf8')) as ProbeReady
  expect(ready).toEqual({ pid: program.child.pid, port: expect.any(Number), token: expect.any(String) })
  await rm(readyFile)
  const probe = new ProbeClient(`http://127.0.0.1:${ready.port}`, ready.token)
  const origin = `http://127.0.0.1:${program.stdout.trim()}`
  const ask = async (path: string): Promise<unknown> => (await fetch(origin + path)).json()

  expect(await ask('/variables')).toEqual([false])
  await ask('/worker')

  const { allocatedBytes: from } = await probe.stats()
  await ask('/allocate')
  const { allocatedBytes: to } = await probe.stats()
  expect(((to ?? 0) - (from ?? 0)) / 100e6).toBeGreaterThan(0.85)
  expect(((to ?? 0) - (from ?? 0)) / 100e6).toBeLessThan(1.15)

  await probe.startCpuProfile({ intervalUs: 500 })
  await ask('/busy')
  const { profile, blocks } = await probe.stopCpuProfile()
  const frames = profile.nodes.map(({ callFrame }) => callFrame)
  expect(frames).toContainEqual(expect.objectContaining(place('plantedBusyLoop')))
  expect(Math.max(...blocks.map(({ durationMs }) => durationMs))).toBeGreaterThanOrEqual(50)

  await probe.startHeapSampling({ intervalBytes: 4_096 })
  await ask('/leak')
  expect(framesOf((await probe.heapProfile()).head)).toContainEqual(
    expect.objectContaining(place('plantedLeak')),
  )
  await probe.stopHeapSampling()

  const snapshot = join(folder, 'taken.heapsnapshot')
  await probe.heapSnapshot(snapshot)
  expect((await stat(snapshot)).mode & 0o777).toBe(0o600)
  expect((await stat(snapshot)).size).toBeGreaterThan(100_000)

  // The probe's own connection is still open.
  await ask('/close')
  expect(await program.exited).toEqual([0, null])
  expect(program.stdout).toMatch(/^\d+\n$/)
  expect(program.stderr).toBe('')
  expect(existsSync(readyFile)).toBe(false)
})

test('a program that ends at once ends; one whose probe cannot start goes on, with a warning', async () => {
  const file = await writeProgram('short.mjs', [
    `console.log(Object.keys(process.env).join().includes('_PROBE_'))`,
  ])
  const [usual, wrong] = [
    new Program(file, { KNEEPOINT_PROBE_TOKEN: 'a-token-of-24-characters' }),
    new Program(file, { KNEEPOINT_PROBE_TOKEN: 'short' }),
  ]
  expect([await usual.exited, usual.stdout, usual.stderr]).toEqual([[0, null], 'false\n', ''])
  expect([await wrong.exited, wrong.stdout]).toEqual([[0, null], 'false\n'])
  expect(wrong.stderr).toContain(
    'KneepointWarning: the probe did not start: KNEEPOINT_PROBE_TOKEN has to have 16 characters or more',
  )
})
