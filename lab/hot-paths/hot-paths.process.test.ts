import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, describe, expect, inject, it } from 'vitest'
import type { BenchDocument } from '../bench/bench-document.ts'
import { endAllProcesses, kneepoint, until } from '../commands/kneepoint-process.fixture.ts'
import { scenarioText } from '../commands/small-scenario.fixture.ts'
import { EXIT } from '../exit-codes.ts'
import { faultOfDiagnosis } from '../target/blockers/judge-diagnosis.fixture.ts'
import { knownBlockers } from '../target/blockers/known-blockers.fixture.ts'
import { type ProfiledScenario, profileTarget } from './profiled-target.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'kneepoint-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** With less a finding explains nothing: other work on the machine makes a function dear for a moment. */
const ACCUSED = 0.25

describe.each(knownBlockers)('$blocker', (known) => {
  it.each([
    ['is named by its function, in the first finding', false],
    ['is not accused once it is mended', true],
  ])('%s', (_, fixed) => {
    const { blocker, rate } = known
    return profileTarget(
      { target: { builtin: 'blocker', blocker, fixed }, path: '/work', rate },
      (profiled) => {
        const { artifact, line } = profiled
        expect(artifact).toMatchObject({ source: 'probe', missing: [], load: { rate } })
        const findings = artifact.view?.findings ?? []
        const found = fixed ? findings.filter(({ weight }) => weight >= ACCUSED) : findings
        expect(faultOfDiagnosis(known, fixed, { findings: found }), JSON.stringify(findings)).toBeNull()
        if (!fixed) expect(line).toContain(known.functionName)
      },
    )
  })
})

describe('the shop', () => {
  it('is accused of nothing, and its files are for their owner only', () =>
    profileTarget(
      { target: { builtin: 'shop' }, path: '/products/7', rate: 100 },
      ({ artifact, directory }) => {
        expect((artifact.view?.findings ?? []).filter(({ weight }) => weight >= ACCUSED)).toEqual([])
        for (const file of ['profile.cpuprofile', 'profile.pb.gz', 'profile.json']) {
          expect(statSync(directory.file(file)).mode & 0o777).toBe(0o600)
        }
      },
    ))
})

describe("a server of one's own", () => {
  const server = join(folder, 'server.mjs')
  writeFileSync(
    server,
    `import { createServer } from 'node:http'
import { pbkdf2Sync } from 'node:crypto'
function checkPassword(password) {
  const key = pbkdf2Sync(password, 'salt', 20_000, 32, 'sha256')
  return key.length === 32
}
createServer((request, response) => {
  response.end(String(checkPassword(request.headers['x-secret'] ?? 'none')))
}).listen(process.env.PORT, '127.0.0.1', function () {
  console.log(this.address().port)
})
`,
  )

  it('is told which of its functions and lines blocks it, with the path that it has there', () =>
    profileTarget(
      { target: { command: [process.execPath, 'server.mjs'], cwd: folder }, path: '/', rate: 20 },
      ({ artifact }) => {
        const [first] = artifact.view?.findings ?? []
        expect(first).toMatchObject({
          cause: 'sync-crypto',
          subject: 'pbkdf2Sync',
          site: { functionName: 'checkPassword', file: 'server.mjs', line: 3 },
        })
      },
    ))

  it('without a probe is asked for nothing, unless the user wants it; then its process tells what it can', async () => {
    const target: ProfiledScenario['target'] = {
      command: [process.execPath, 'server.mjs'],
      cwd: folder,
      probe: false,
    }
    await profileTarget({ target, path: '/', rate: 20 }, ({ artifact, line }) => {
      expect(artifact).toMatchObject({ source: 'figures', load: null, view: null })
      expect(artifact.missing.join(' ')).toContain('--import kneepoint/probe')
      expect(line).toContain('no probe')
    })
    await profileTarget({ target, path: '/', rate: 20, isProfileAsked: true }, ({ artifact, directory }) => {
      expect(artifact).toMatchObject({ source: 'figures', view: { profile: null } })
      const known = artifact.view?.health.filter(({ state }) => state !== 'unknown').map(({ check }) => check)
      expect(known).toEqual(['cpu-share', 'open-files-share'])
      expect(() => statSync(directory.file('profile.cpuprofile'))).toThrow('ENOENT')
    })
  })
})

describe('kneepoint bench --profile', () => {
  afterEach(endAllProcesses)

  it('asks the probe of a server that runs already, by the file that it wrote', async () => {
    const ready = join(folder, 'probe.json')
    const running = spawn(process.execPath, ['--import', builtProbe(), 'server.mjs'], {
      cwd: folder,
      env: { ...process.env, PORT: '0', KNEEPOINT_PROBE_READY: ready },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const [port] = (await once(running.stdout, 'data')) as [Buffer]
      await until('the probe is there', () => existsSync(ready))
      const url = `http://127.0.0.1:${port.toString().trim()}/`
      const load = ['--rate', '20', '-d', '2s', '--profile', 'probe.json']
      const ended = await kneepoint(['bench', url, ...load, '--json'], folder)
      // A busy machine sends late, which is none of the profile's business.
      expect([EXIT.ok, EXIT.runInvalid], ended.stderr).toContain(ended.code)
      const { hotPaths } = JSON.parse(ended.stdout) as BenchDocument
      expect(hotPaths).toMatchObject({ source: 'probe', missing: [], load: { rate: 20 } })
      expect(hotPaths?.findings[0]).toMatchObject({
        cause: 'sync-crypto',
        site: { functionName: 'checkPassword', file: 'server.mjs' },
      })
      const text = await kneepoint(['bench', url, ...load], folder)
      expect(text.stdout).toContain('checkPassword (server.mjs:3) does cryptography synchronously')
      expect(text.stdout).toContain('5 % of a core')
    } finally {
      running.kill()
    }
  })

  it.each([
    ['bench', 'http://127.0.0.1:1/'],
    ['run', 'small.ts'],
  ])('of %s refuses what is neither such a file nor a URL', async (command, what) => {
    writeFileSync(join(folder, 'small.ts'), scenarioText())
    const ended = await kneepoint([command, what, '--profile', 'server.mjs'], folder)
    expect(ended.code).toBe(2)
    expect(ended.stderr).toContain('KNEEPOINT_PROBE_READY')
  })
})

function builtProbe(): string {
  return pathToFileURL(join(inject('builtPackage'), 'dist/lab/target-probe/probe.js')).href
}
