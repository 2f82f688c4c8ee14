import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LoadedScenario, loadScenario } from './load-scenario.ts'
import { ScenarioError } from './scenario-error.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kneepoint-load-'))
})
afterAll(() => rm(folder, { recursive: true }))

let written = 0

/** Writes a scenario (and files beside it) into a folder of its own. */
async function write(source: string, beside: Readonly<Record<string, string>> = {}): Promise<string> {
  const home = join(folder, String(written++))
  await mkdir(home)
  for (const [name, text] of Object.entries(beside)) await writeFile(join(home, name), text)
  await writeFile(join(home, 'it.ts'), source)
  return join(home, 'it.ts')
}

function load(file: string): Promise<LoadedScenario> {
  return loadScenario(file, `${file}.out/scenario.mjs`)
}

async function errorOf(file: string): Promise<{ exitCode: number; message: string }> {
  const error: unknown = await load(file).catch((thrown: unknown) => thrown)
  if (!(error instanceof ScenarioError)) throw new Error('expected a ScenarioError', { cause: error })
  return { exitCode: error.exitCode, message: error.message.replaceAll(join(file, '..'), '~') }
}

function scenario(fields: string, imports = 'constant, defineScenario, trace'): string {
  return `import { ${imports} } from 'kneepoint'
export default defineScenario({
  name: 'small',
  target: { builtin: 'shop' },
  ${fields}
})
`
}

const ARRIVALS = "arrivals: constant({ rate: 1, duration: '1s' }),"

describe('loadScenario', () => {
  it('yields plain data, and a module with the functions', async () => {
    const file = await write(
      scenario(`${ARRIVALS}
  requests: [{ path: '/', check: ({ status }) => status === 200 || 'not 200' }, { path: '/b', build: () => ({}) }],`),
    )
    const loaded = await load(file)
    expect(structuredClone(loaded.scenario).requests).toEqual([
      { weight: 1, method: 'GET', path: '/', hasBuild: false, hasCheck: true },
      { weight: 1, method: 'GET', path: '/b', hasBuild: true, hasCheck: false },
    ])
    expect(loaded.arrivals).toEqual({ kind: 'constant', rate: 1, durationMs: 1000 })
    const module = (await import(/* @vite-ignore */ loaded.modulePath)) as {
      default: { requests: Array<{ check: (response: { status: number }) => unknown }> }
    }
    expect(module.default.requests[0]?.check({ status: 500 })).toBe('not 200')
  })

  it('bundles what the scenario imports, JSON and CommonJS included, but never the schema', async () => {
    const file = await write(
      `import rate from './rate.json'
import { path } from './path.cjs'
${scenario('arrivals: constant({ rate: rate.value, durationMs: 1 }), requests: [{ path }],')}`,
      {
        'rate.json': '{"value": 3}',
        'path.cjs': "exports.path = require('node:path').posix.join('/a', 'b')",
      },
    )
    const loaded = await load(file)
    expect(loaded.arrivals).toMatchObject({ rate: 3 })
    expect(loaded.scenario.requests[0]?.path).toBe('/a/b')
    const { readFile } = await import('node:fs/promises')
    const code = (await readFile(loaded.modulePath, 'utf8')).replace(/\/\/# sourceMappingURL=.*/, '')
    expect(code).not.toContain('zod')
    expect(code.length).toBeLessThan(20_000)
  })

  it('loads a file again after it has changed', async () => {
    const file = await write(scenario(`${ARRIVALS} requests: [{ path: '/old' }],`))
    const before = await load(file)
    await writeFile(file, scenario(`${ARRIVALS} requests: [{ path: '/new' }],`))
    const after = await load(file)
    expect([before, after].map((loaded) => loaded.scenario.requests[0]?.path)).toEqual(['/old', '/new'])
    expect(after.hash).not.toBe(before.hash)
  })

  it('has a hash that depends on the files it reads and not on where the module goes', async () => {
    const file = await write(scenario("arrivals: trace('t.csv'), requests: [{ path: '/' }],"), {
      't.csv': '0\n1\n',
    })
    const first = await load(file)
    const elsewhere = await loadScenario(file, join(folder, 'deep/er/x.mjs'))
    await writeFile(join(file, '../t.csv'), '0\n2\n')
    const changed = await load(file)
    expect(first.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(elsewhere.hash).toBe(first.hash)
    expect(changed.hash).not.toBe(first.hash)
  })

  it('reads traces and feeds from beside the scenario', async () => {
    const file = await write(
      scenario(`arrivals: trace('t.csv', { unit: 'ms', speed: 2 }),
  requests: [{ path: '/{user}/{id}', parameters: {
    user: { kind: 'feed', file: 'users.csv', column: 'name' },
    unused: { kind: 'uuid' },
  } }],`),
      { 't.csv': 't,serviceMs\n30,3\n10,1\n20,2\n', 'users.csv': 'id,name\n1,ann\n2,"b,b"\n' },
    )
    const loaded = await load(file)
    expect(loaded.arrivals).toEqual({ kind: 'trace', dueMs: Float64Array.of(0, 5, 10) })
    expect(loaded.recordedServiceMs).toEqual(Float64Array.of(1, 2, 3))
    expect(loaded.feeds).toEqual([{ file: 'users.csv', column: 'name', values: ['ann', 'b,b'] }])
    expect(loaded.notes.map((note) => note.replaceAll(join(file, '..'), '~'))).toEqual([
      '~/t.csv is not in order of time (1 line was earlier than the line before): it was sorted.',
      'requests[0].parameters.unused is used nowhere: no {unused}.',
    ])
  })

  it('takes a file that ends in .log as an access log', async () => {
    const line = '::1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5\n'
    const file = await write(scenario("arrivals: trace('a.log'), requests: [{ path: '/' }],"), {
      'a.log': line + line,
    })
    expect((await load(file)).arrivals).toEqual({ kind: 'trace', dueMs: Float64Array.of(0, 500) })
  })

  it.each(['hello', 'seven-day'])('loads the scenario %s', async (name) => {
    const file = join(import.meta.dirname, `../scenarios/${name}.ts`)
    const loaded = await loadScenario(file, join(folder, `${name}.mjs`))
    expect(loaded.scenario.name).toBe(name)
    expect(loaded.notes).toEqual([])
  })
})

describe('what is wrong with a scenario', () => {
  it('may be that it is not there', async () => {
    expect(await errorOf(join(folder, 'none/it.ts'))).toEqual({
      exitCode: 104,
      message: '~/it.ts: no such file; check the path of the scenario',
    })
  })

  it('may be its syntax', async () => {
    expect(await errorOf(await write('export default {\n  name: "x"\n  pods: 2\n}\n'))).toEqual({
      exitCode: 104,
      message:
        '~/it.ts cannot be compiled:\n~/it.ts:3:3: Expected "}" but found "pods"; correct the syntax\n    pods: 2',
    })
  })

  it('may be its imports', async () => {
    const file = await write('import "@some/thing/deep"\nimport "./gone.ts"\nexport default {}\n')
    expect(await errorOf(file)).toEqual({
      exitCode: 104,
      message: [
        '~/it.ts cannot be compiled:',
        '~/it.ts:1:8: Could not resolve "@some/thing/deep"; check the name, or install the package: npm install @some/thing',
        '    import "@some/thing/deep"',
        '~/it.ts:2:8: Could not resolve "./gone.ts"; check the path, which is relative to the importing file',
        '    import "./gone.ts"',
      ].join('\n'),
    })
  })

  it('may be that it exports nothing', async () => {
    expect(await errorOf(await write('export const scenario = {}\n'))).toEqual({
      exitCode: 104,
      message: '~/it.ts: no default export; write: export default defineScenario({ … })',
    })
  })

  it('is listed all at once, with the lines where they are known', async () => {
    const file = await write(
      scenario(`arrivals: constant({ rate: 0, duration: '1s' }),
  requests: [{ path: '/' }, { path: '/b', weight: -1 }],
  podz: 3,`),
    )
    expect(await errorOf(file)).toEqual({
      exitCode: 104,
      message: [
        '~/it.ts is not a valid scenario, 3 problems:',
        '~/it.ts:5:24: arrivals.rate: found 0, expected a number above 0 and up to 1000000 requests/s',
        '~/it.ts:6:43: requests[1].weight: found -1, expected a number above 0 and up to 1000000',
        '~/it.ts:7:3: podz: unknown key; did you mean pods?',
      ].join('\n'),
    })
  })

  it('may be that it throws: then the stack is its own', async () => {
    const file = await write(
      "import { fail } from './fail.ts'\n\ninterface Unused { a: string }\nexport default fail('now')\n",
      {
        'fail.ts':
          'export function fail(when: string): never {\n  throw new RangeError(`failed ${when}`)\n}\n',
      },
    )
    expect(await errorOf(file)).toEqual({
      exitCode: 107,
      message: [
        '~/it.ts threw while it was loaded: RangeError: failed now',
        '    at fail (~/fail.ts:2:9)',
        '    at ~/it.ts:4:16',
      ].join('\n'),
    })
  })

  it('may be that it throws something that is no error', async () => {
    expect(await errorOf(await write("throw 'plain text'\n"))).toEqual({
      exitCode: 107,
      message: '~/it.ts threw "plain text" while it was loaded',
    })
  })

  it('may be in the files that it names, each of which is reported', async () => {
    const file = await write(
      `import { trace, defineScenario } from 'kneepoint'
export default defineScenario({
  name: 'files',
  target: { url: 'https://127.0.0.1', caFile: 'ca.pem' },
  arrivals: trace('t.csv'),
  requests: [{ path: '/{u}', parameters: { u: { kind: 'feed', file: 'u.csv', column: 'user' } } }],
})
`,
      { 't.csv': 't\n1\nx\n', 'u.csv': 'name\nann\n' },
    )
    expect(await errorOf(file)).toEqual({
      exitCode: 104,
      message: [
        '~/t.csv: 1 line cannot be read; correct or remove them:',
        '~/t.csv:3: the time "x" is no number ≥ 0',
        '~/u.csv:1: no column user; the columns are name',
        '~/ca.pem: no such file',
      ].join('\n'),
    })
  })

  it('may be a value that cannot stand in a header', async () => {
    const file = await write(
      scenario(`${ARRIVALS} requests: [{ path: '/', headers: { 'x-u': '{u}' },
  parameters: { u: { kind: 'choice', values: ['ü', '中'] } } }],`),
    )
    expect((await errorOf(file)).message).toBe(
      '~/it.ts: requests[0].headers: "中", a value of {u}, cannot stand in the header x-u',
    )
  })

  it('may be arrivals whose parts do not fit together', async () => {
    const crowds = '{ count: 100, peakFactor: 2, riseMinutes: 1440, decayMinutes: 10080 }'
    const file = await write(
      scenario(
        `arrivals: week({ meanRate: 1, flashCrowds: ${crowds} }), requests: [{ path: '/' }],`,
        'defineScenario, week',
      ),
    )
    expect(await errorOf(file)).toEqual({
      exitCode: 104,
      message: expect.stringMatching(/^~\/it\.ts: arrivals: flashCrowds\.count must /),
    })
  })

  it('may be a CSV option for an access log', async () => {
    const file = await write(
      scenario("arrivals: trace('a.log', { unit: 'ms' }), requests: [{ path: '/' }],"),
      { 'a.log': '' },
    )
    expect((await errorOf(file)).message).toBe(
      '~/it.ts: arrivals: column and unit are for CSV; an access log has its own times',
    )
  })
})
