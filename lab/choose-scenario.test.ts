import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LoadedScenario, loadScenario } from './load-scenario.ts'
import { ScenarioError } from './scenario-error.ts'
import { SeveralScenarios } from './several-scenarios.ts'
import { UsageError } from './usage-error.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kneepoint-choose-'))
})
afterAll(() => rm(folder, { recursive: true }))

let written = 0

/** Writes a file into a folder of its own. */
async function write(source: string, name = 'it.ts'): Promise<string> {
  const home = join(folder, String(written++))
  await mkdir(home)
  await writeFile(join(home, name), source)
  return join(home, name)
}

async function errorOf(file: string): Promise<{ exitCode: number; message: string }> {
  const error: unknown = await loadScenario(file, join(file, '../out/scenario.mjs')).catch(
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ScenarioError)) throw new Error('expected a ScenarioError', { cause: error })
  return { exitCode: error.exitCode, message: error.message.replaceAll(join(file, '..'), '~') }
}

describe('a file with several scenarios', () => {
  const LIST = `import { constant, defineScenario } from 'kneepoint'
const target = { builtin: 'shop' } as const
const arrivals = constant({ rate: 1, duration: '1s' })
export default [
  defineScenario({ name: 'orders', target, arrivals, requests: [{ path: '/', build: () => ({ path: '/orders' }) }] }),
  defineScenario({ name: 'search', target, arrivals, requests: [{ path: '/', build: () => ({ path: '/search' }) }] }),
]
`

  const ONLY = `import { constant, defineScenario } from 'kneepoint'
export default defineScenario({
  name: 'small',
  target: { builtin: 'shop' },
  arrivals: constant({ rate: 1, duration: '1s' }),
  requests: [{ path: '/' }],
})
`

  function loadNamed(file: string, name: string): Promise<LoadedScenario> {
    return loadScenario(`${file}#${name}`, join(file, `../${name}/scenario.mjs`))
  }

  async function refusalOf(named: string): Promise<string> {
    const outFile = join(named, '../refused/scenario.mjs')
    const error: unknown = await loadScenario(named, outFile).catch((thrown: unknown) => thrown)
    if (!(error instanceof UsageError)) throw new Error('expected a UsageError', { cause: error })
    return error.message.replaceAll(join(named, '..'), '~')
  }

  it.each(['orders', 'search'])('yields %s, and a module with its functions', async (name) => {
    const file = await write(LIST)
    const loaded = await loadNamed(file, name)
    expect(loaded.reference).toBe(`${file}#${name}`)
    expect(loaded.scenario.name).toBe(name)
    const module = (await import(/* @vite-ignore */ loaded.modulePath)) as {
      default: { requests: Array<{ build: () => unknown }> }
    }
    expect(module.default.requests[0]?.build()).toEqual({ path: `/${name}` })
  })

  it('has scenarios with a hash each, which does not depend on where the module goes', async () => {
    const file = await write(LIST)
    const [orders, search] = [await loadNamed(file, 'orders'), await loadNamed(file, 'search')]
    expect(search.hash).not.toBe(orders.hash)
    expect((await loadScenario(`${file}#orders`, join(folder, 'else/where.mjs'))).hash).toBe(orders.hash)
  })

  it('needs a name, and offers all that there are', async () => {
    const error: unknown = await write(LIST)
      .then((file) => loadScenario(file, join(file, '../out/scenario.mjs')))
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(SeveralScenarios)
    const references = (error as SeveralScenarios).references.map((each) => each.replace(/^.*\//, ''))
    expect(references).toEqual(['it.ts#orders', 'it.ts#search'])
  })

  it('may be asked for one that it does not have', async () => {
    const file = await write(LIST)
    expect(await refusalOf(`${file}#serch`)).toBe(
      '~/it.ts#serch: there is no scenario serch in it; did you mean ~/it.ts#search?',
    )
    expect(await refusalOf(`${file}#basket`)).toBe(
      '~/it.ts#basket: there is no scenario basket in it; its scenarios: orders, search',
    )
    expect(await refusalOf(`${file}#`)).toBe(
      '~/it.ts#: no name stands after #; its scenarios: orders, search',
    )
  })

  it('can have only one, which need not be named', async () => {
    const file = await write(ONLY)
    expect((await loadNamed(file, 'small')).reference).toBe(file)
    expect(await refusalOf(`${file}#smal`)).toContain('did you mean ~/it.ts#small?')
  })

  it('may be JSON, and may have a # in its own name', async () => {
    const scenarios = ['one', 'two'].map((name) => ({
      name,
      target: { builtin: 'shop' },
      arrivals: { kind: 'constant', rate: 1, durationMs: 1 },
      requests: [{ path: `/${name}` }],
    }))
    const file = await write(JSON.stringify(scenarios), 'a#b.json')
    expect((await loadNamed(file, 'two')).scenario.requests[0]?.path).toBe('/two')
    expect(await refusalOf(file)).toContain('name one of them: ~/a#b.json#one, ~/a#b.json#two')
  })

  it.each([
    [
      'export default []\n',
      '~/it.ts: the list of scenarios is empty; write: export default [defineScenario({ … })]',
    ],
    [
      LIST.replace("'search'", "'orders'"),
      '~/it.ts: [0] and [1] are both named orders; scenarios of one file have distinct names, so rename one',
    ],
    [
      LIST.replace("'search', target", "'search', pods: 0, target").replace(
        'arrivals, r',
        'podz: 2, arrivals, r',
      ),
      [
        '~/it.ts: [0] (orders) is not a valid scenario, 1 problem:',
        '~/it.ts:5:44: [0].podz: unknown key; did you mean pods?',
        '~/it.ts: [1] (search) is not a valid scenario, 1 problem:',
        '~/it.ts:6:36: [1].pods: found 0, expected a whole number from 1 to 64',
      ].join('\n'),
    ],
    [
      'export default [3]\n',
      '~/it.ts: [0] is not a valid scenario, 1 problem:\n~/it.ts: [0]: found 3, expected a scenario: an object with name, target, arrivals and requests',
    ],
  ])('may be invalid: %#', async (source, message) => {
    expect(await errorOf(await write(source))).toEqual({ exitCode: 104, message })
  })

  it('gives the one that is named, whatever is wrong with the others', async () => {
    const file = await write(LIST.replace("'search', target", "'search', pods: 0, target"))
    expect((await loadNamed(file, 'orders')).scenario.name).toBe('orders')
    await expect(loadNamed(file, 'search')).rejects.toThrow('[1] (search) is not a valid scenario')
  })

  it('may throw while it is loaded: the stack is its own', async () => {
    const file = await write("throw new Error('early')\nexport default []\n")
    const error: unknown = await loadNamed(file, 'orders').catch((thrown: unknown) => thrown)
    expect((error as Error).message.replaceAll(join(file, '..'), '~')).toBe(
      '~/it.ts threw while it was loaded: Error: early\n    at ~/it.ts:1:7',
    )
  })
})
