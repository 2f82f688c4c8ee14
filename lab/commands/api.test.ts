import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { Workshop } from './small-scenario.fixture.ts'

// Whole processes: the limit only bounds a failure.
vi.setConfig({ testTimeout: 240_000 })

const page = readFileSync(fileURLToPath(new URL('../../docs/api.md', import.meta.url)), 'utf8')

let workshop: Workshop

beforeAll(() => {
  workshop = new Workshop()
  mkdirSync(workshop.file('node_modules'))
  symlinkSync(inject('builtPackage'), workshop.file('node_modules/kneepoint'))
})

afterAll(() => workshop.remove())

interface ProgramEnd {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a module of a user's, to its own end. */
function program(name: string, text: string): Promise<ProgramEnd> {
  workshop.write(name, text)
  const child = spawn(process.execPath, [name], { cwd: workshop.path, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (part: string) => {
      said[stream] += part
    })
  }
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, ...said }))
  })
}

/** The program of a section, and the output that stands behind it, if any. */
function exampleOf(heading: string): { readonly code: string; readonly output: string | undefined } {
  const section = page.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? ''
  const [, code = '', output] = /```js\n([^]*?)```\n(?:\n```text\n([^]*?)```)?/.exec(section) ?? []
  return { code, output }
}

describe('the examples of docs/api.md', () => {
  test.each(['A simulation', 'The knee of measured points'])('%s', async (heading) => {
    const { code, output } = exampleOf(heading)
    expect(output).toBeDefined()
    expect(await program('example.mjs', code)).toEqual({ code: 0, stdout: output, stderr: '' })
  })

  test('A run', async () => {
    const { code } = exampleOf('A run')
    const counted = "console.log(['SIGINT', 'SIGTERM'].map((name) => process.listenerCount(name)).join())\n"
    const ended = await program('run.mjs', `${code}${counted}`)
    expect(ended.code, ended.stderr).toBe(0)
    const lines = ended.stdout.trimEnd().split('\n')
    const [report = '', verdict = '', standing = ''] = lines
    expect(report.startsWith(join(workshop.path, '.kneepoint/runs/'))).toBe(true)
    expect(report.endsWith('-three-seconds/report.html')).toBe(true)
    expect(existsSync(report)).toBe(true)
    // Beside other load, its own may be late, and the run says so.
    expect(verdict).toMatch(/^(VALID|GENERATOR_BOUND|UNSTABLE) /)
    expect(standing).toMatch(/^(apply|keep|withdrawn|unproven) \d+$/)
    expect(lines.some((line) => line.startsWith('mean '))).toBe(verdict.startsWith('VALID'))
    expect(lines.at(-1)).toBe('0,0')
    const told = ended.stderr.trimEnd().split('\n')
    expect(told[0]).toMatch(/^run .*-three-seconds$/)
    expect(told.at(-1)).toMatch(/^verify /)
  })
})

describe('what sends load', () => {
  test('a run that is aborted can be gone on with', async () => {
    const ended = await program(
      'abort.mjs',
      `import { constant, run, RunInterrupted } from 'kneepoint'
const scenario = {
  name: 'aborted',
  target: { builtin: 'shop' },
  arrivals: constant({ rate: 40, duration: '700ms' }),
  requests: [{ path: '/products/7' }],
  pods: 1,
}
const controller = new AbortController()
const onProgress = (line) => {
  if (line.startsWith('probe')) controller.abort('enough')
}
const error = await run(scenario, { quick: true, calibrate: false, signal: controller.signal, onProgress }).catch(
  (thrown) => thrown,
)
console.log(error instanceof RunInterrupted, error.name, error.cause)
const { verdict, recommendation, thresholdsMet, directory } = await run(null, {
  resume: error.directory,
  only: ['probe'],
})
console.log(verdict, recommendation, thresholdsMet, directory === error.directory)
`,
    )
    expect(ended).toEqual({
      code: 0,
      stdout: 'true Interrupted enough\nINCOMPLETE null null true\n',
      stderr: '',
    })
  })

  test('a URL is measured', async () => {
    const ended = await program(
      'knee.mjs',
      `import { createServer } from 'node:http'
import { knee } from 'kneepoint'
const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1', async () => {
  const url = \`http://127.0.0.1:\${server.address().port}/\`
  const lines = []
  const found = await knee({ url, sloP99Ms: 50, trialMs: 200, from: 20, to: 40 }, { onProgress: (line) => lines.push(line) })
  console.log(JSON.stringify({ ...found, isUrl: found.url === url, lines: lines.length }))
  server.close()
  server.closeAllConnections()
})
`,
    )
    expect(ended.code, ended.stderr).toBe(0)
    const found = JSON.parse(ended.stdout) as Record<string, unknown> & { readonly trials: readonly object[] }
    // The highest rate that may be tried is little: that it is met is as sure as anything on a machine that others use.
    expect(['no-knee', 'generator-bound', 'found', 'below-slo']).toContain(found['ended'])
    expect(found['isUrl']).toBe(true)
    expect(found.trials.length).toBeGreaterThan(0)
    expect(found.trials[0]).toMatchObject({ rate: expect.any(Number), lossRatio: expect.any(Number) })
    expect(found['lines']).toBe(found.trials.length)
  })
})
