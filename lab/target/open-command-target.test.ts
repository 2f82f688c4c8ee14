import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { OpenTarget, OpenTargetOptions } from '../open-target.ts'
import { freePort } from './free-port.ts'
import { openAlone } from './open-command-target.fixture.ts'
import { TargetStartError } from './start-target.ts'

const SERVER = `
import { createServer } from 'node:http'
const answer = (request, response) => response.end(JSON.stringify({
  pid: process.pid, probe: process.env.KNEEPOINT_PROBE_READY, setting: process.env.SETTING, cwd: process.cwd() }))
createServer(answer).listen(process.env.PORT, '127.0.0.1', () => console.log('listening on', process.env.PORT))
`
const FILES: Readonly<Record<string, string>> = {
  'server.mjs': SERVER,
  'server.ts': `const started: number = Date.now()\n${SERVER.replaceAll('(request, response)', '(_request: unknown, response: any)')}`,
  'stubborn.mjs': `process.on('SIGTERM', () => {})\n${SERVER}`,
  'forks.mjs': `import { spawn } from 'node:child_process'
const child = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1e4)"])
console.log('child', child.pid)\n${SERVER}`,
  'fails.mjs': "console.error('no database at db.example'); process.exit(3)",
  'fixed.mjs': SERVER.replace('process.env.PORT', 'Number(process.argv[2])'),
  'unwell.mjs': SERVER.replace('response.end', 'response.writeHead(503).end'),
  'plain.txt': 'not a program',
}

let folder = ''
const opened: OpenTarget[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-test-'))
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
})

afterEach(async () => {
  await Promise.all(opened.splice(0).map((target) => target.close()))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function open(target: object, options?: OpenTargetOptions): Promise<OpenTarget> {
  const one = await openAlone({ cwd: folder, ...target }, options)
  opened.push(one)
  return one
}

async function failure(target: object, options?: OpenTargetOptions): Promise<unknown> {
  return open(target, options).then(
    () => 'it started',
    (error: unknown) => error,
  )
}

interface Answer {
  readonly pid: number
  readonly probe?: string
  readonly setting?: string
  readonly cwd: string
}

async function ask({ endpoint }: Pick<OpenTarget, 'endpoint'>): Promise<Answer> {
  return (await (await fetch(endpoint.origin)).json()) as Answer
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  // Where nobody asks for those that ended, they stay as zombies.
  return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
}

/** Asks again until it holds; the deadline only bounds a failure. */
async function until(holds: () => boolean, what: string): Promise<void> {
  const endMs = Date.now() + 10_000
  while (!holds()) {
    if (Date.now() > endMs) throw new Error(`still not so after 10 s: ${what}`)
    await sleep(20)
  }
}

describe.skipIf(process.platform !== 'linux')('a command', () => {
  test('of Node is started with its settings and with the probe in it, and again at the same place', async () => {
    const logFile = join(folder, 'target.log')
    const target = await open({ command: ['node', 'server.mjs'], env: { SETTING: 'at {port}' } }, { logFile })
    const { port } = new URL(target.endpoint.origin)
    const first = await ask(target)
    expect(first).toEqual({ pid: target.pid, setting: `at ${port}`, cwd: folder })
    expect(target.notes).toEqual([])
    const stats = await target.probe?.stats()
    expect(stats?.heapUsedBytes).toBeGreaterThan(1_000_000)
    expect((await target.telemetry?.sample())?.rssBytes).toBeGreaterThan(10_000_000)

    await target.restart?.()
    const second = await ask(target)
    expect(second.pid).toBe(target.pid)
    expect(second.pid).not.toBe(first.pid)
    expect([runs(first.pid), runs(second.pid)]).toEqual([false, true])
    await target.probe?.stats()
    await target.close()
    expect(runs(second.pid)).toBe(false)
    expect(readFileSync(logFile, 'utf8')).toBe(`listening on ${port}\n`.repeat(2))
    await expect(target.telemetry?.sample()).rejects.toThrow('does not run at the moment')
  })

  test('of tsx has the probe in the process that answers, which is a child of it', async () => {
    const tsx = fileURLToPath(new URL('../../node_modules/.bin/tsx', import.meta.url))
    const target = await open({ command: [tsx, 'server.ts'] })
    const answer = await ask(target)
    expect(answer.pid).toBe(target.pid)
    expect(answer.probe).toBeUndefined()
    expect((await target.probe?.stats())?.heapUsedBytes).toBeGreaterThan(1_000_000)
  })

  test('of another language is observed by what the kernel knows', async () => {
    const target = await open({ command: ['python3', '-m', 'http.server', '{port}', '--bind', '127.0.0.1'] })
    expect(await (await fetch(target.endpoint.origin)).text()).toContain('server.mjs')
    expect([target.probe, target.notes]).toEqual([null, []])
    const sample = await target.telemetry?.sample()
    expect(sample?.rssBytes).toBeGreaterThan(1_000_000)
    expect(sample?.heapUsedBytes).toBeNull()
  })

  test('that does not mind SIGTERM is killed, and so is what it started', async () => {
    const stubborn = await open({ command: ['node', 'stubborn.mjs'], probe: false, stopTimeoutMs: 200 })
    const { pid } = await ask(stubborn)
    await stubborn.close()
    expect(runs(pid)).toBe(false)

    const forks = await open({ command: ['node', 'forks.mjs'], probe: false, stopTimeoutMs: 200 })
    await ask(forks)
    const child = Number(/child (\d+)/.exec(forks.lastOutput())?.[1])
    expect(runs(child)).toBe(true)
    await forks.close()
    expect(runs(child)).toBe(false)
  })

  test('that ends in the middle is told of, with what it wrote; being stopped is no such end', async () => {
    const target = await open({ command: ['node', 'server.mjs'], probe: false })
    process.kill((await ask(target)).pid, 'SIGKILL')
    expect(await target.gone).toBe('the target\'s command "node server.mjs" ended (SIGKILL)')
    expect(target.lastOutput()).toMatch(/^; it wrote to stdout:\nlistening on \d+$/)

    const stopped = await open({ command: ['node', 'server.mjs'], probe: false })
    await stopped.restart?.()
    await stopped.close()
    expect(await Promise.race([stopped.gone, sleep(100, 'not gone')])).toBe('not gone')
  })

  test('does not outlive a lab that was killed', async () => {
    const tsx = fileURLToPath(new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url))
    const fixture = fileURLToPath(new URL('./open-command-target.fixture.ts', import.meta.url))
    const target = { command: ['node', 'forks.mjs'], cwd: folder, probe: false }
    const lab = spawn(process.execPath, ['--import', tsx, fixture, JSON.stringify(target)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(createInterface(lab.stdout), 'line')) as [string]
    const { labPid, pid } = JSON.parse(line) as { readonly labPid: number; readonly pid: number }
    const family = childrenOf(pid)
    expect([family.length, runs(pid)]).toEqual([1, true])
    process.kill(labPid, 'SIGKILL')
    await until(() => ![pid, ...family].some(runs), 'the command and its child are gone')
  })

  function childrenOf(pid: number): readonly number[] {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)
  }
})

describe.skipIf(process.platform === 'win32')('a command that does not start', () => {
  const node = { probe: false, readyTimeoutMs: 700 }

  test('is explained: what it wrote, what it answered, where it listens', async () => {
    const busy = createServer().listen(0, '127.0.0.1')
    await once(busy, 'listening')
    const { port } = busy.address() as AddressInfo
    const free = await freePort()
    const [fails, unwell, elsewhere, taken] = await Promise.all([
      failure({ ...node, command: ['node', 'fails.mjs'], readyTimeoutMs: 20_000 }),
      failure({ ...node, command: ['node', 'unwell.mjs'], ready: '/healthz' }),
      failure({ ...node, command: ['node', 'fixed.mjs', String(free)] }),
      failure({ ...node, command: ['node', 'server.mjs'], port }),
    ])
    busy.close()
    for (const error of [fails, unwell, elsewhere, taken]) expect(error).toBeInstanceOf(TargetStartError)
    expect(String(fails)).toMatch(
      /"node fails\.mjs" ended before it was ready \(exit code 3\); it wrote to stderr:\nno database at db\.example$/,
    )
    expect(String(unwell)).toMatch(
      /not ready after 0\.7 s: (GET \/healthz was answered with status 503|nothing)/,
    )
    expect(String(elsewhere)).toMatch(/not ready after 0\.7 s: nothing listens on 127\.0\.0\.1:\d+/)
    expect(String(taken)).toContain(`target.port: port ${port} on 127.0.0.1 is already in use`)
  })

  test('is explained: what the system says of it', async () => {
    const script = join(folder, 'broken')
    writeFileSync(script, '#!/no/such/interpreter\n')
    chmodSync(script, 0o755)
    const [unknown, broken, text, noFolder] = await Promise.all([
      failure({ command: ['no-such-program'] }),
      failure({ command: ['./broken'] }),
      failure({ command: ['./plain.txt'] }),
      failure({ command: ['node'], cwd: join(folder, 'nowhere') }),
    ])
    expect(String(unknown)).toContain('target.command: "no-such-program" was not found in any folder of PATH')
    expect(String(broken)).toContain('or what its first line names is not there')
    expect(String(text)).toContain('"./plain.txt" may not be run: make it executable (chmod +x)')
    expect(String(noFolder)).toContain(`target.cwd: there is no folder ${join(folder, 'nowhere')}`)
  })

  test('is stopped when that is not wanted any more', async () => {
    const why = new Error('interrupted')
    const signal = AbortSignal.abort(why)
    expect(await failure({ ...node, command: ['node', 'unwell.mjs'] }, { signal })).toBe(why)
  })
})
