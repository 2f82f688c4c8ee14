import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadScenario } from '../load-scenario.ts'
import { OtherKind } from '../other-kind.ts'
import { ScenarioError } from '../scenario-error.ts'
import { SeveralScenarios } from '../several-scenarios.ts'
import { type LoadedExperiment, loadExperiment } from './load-experiment.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kneepoint-experiment-'))
})
afterAll(() => rm(folder, { recursive: true }))

let written = 0

async function write(source: string, beside: Readonly<Record<string, string>> = {}): Promise<string> {
  const home = join(folder, String(written++))
  await mkdir(home)
  for (const [name, text] of Object.entries(beside)) await writeFile(join(home, name), text)
  await writeFile(join(home, 'it.ts'), source)
  return join(home, 'it.ts')
}

function load(file: string): Promise<LoadedExperiment> {
  return loadExperiment(file, join(file.replace(/#.*/, ''), '../out/scenario.mjs'))
}

async function errorOf(file: string): Promise<{ exitCode: number; message: string }> {
  const error: unknown = await load(file).catch((thrown: unknown) => thrown)
  if (!(error instanceof ScenarioError)) throw new Error('expected a ScenarioError', { cause: error })
  return { exitCode: error.exitCode, message: error.message.replaceAll(join(file, '..'), '~') }
}

const REQUESTS = "[{ path: '/products/1' }]"

function experiment(changes: { target?: string; requests?: string; more?: string } = {}): string {
  const { target = "{ builtin: 'shop', slots: 8 }", requests = REQUESTS, more = '' } = changes
  return `import { constant } from 'kneepoint'
export default {
  kind: 'experiment',
  name: 'slots',
  variants: [
    { name: 'four', target: { builtin: 'shop', slots: 4 } },
    { name: 'other', target: ${target} },
  ],
  traffic: [
    { name: 'browse', arrivals: constant({ rate: 50, duration: '1m' }), requests: ${requests} },
  ],
  ${more}
}
`
}

describe('loadExperiment', () => {
  it('yields plain data, and a module with the functions', async () => {
    const requests = "[{ path: '/a', check: ({ status }) => status === 200 || 'not 200' }]"
    const loaded = await load(await write(experiment({ requests })))
    expect(structuredClone(loaded.experiment).traffic[0]?.requests).toEqual([
      { weight: 1, method: 'GET', path: '/a', hasBuild: false, hasCheck: true },
    ])
    expect(loaded.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(await readFile(loaded.modulePath, 'utf8')).toContain('not 200')
  })

  it('reads feeds and resolves paths from beside the file', async () => {
    const file = await write(
      experiment({
        target: "{ url: 'https://127.0.0.1:8443', caFile: 'ca.pem' }",
        requests:
          "[{ path: '/{user}', parameters: { user: { kind: 'feed', file: 'users.csv', column: 'name' }, id: { kind: 'uuid' } } }]",
      }),
      { 'users.csv': 'id,name\n1,ann\n', 'ca.pem': 'PEM' },
    )
    const loaded = await load(file)
    expect(loaded.feeds).toEqual([[{ file: 'users.csv', column: 'name', values: ['ann'] }]])
    expect(loaded.experiment.variants[1]?.target).toMatchObject({ caFile: join(file, '../ca.pem') })
    expect(loaded.notes).toEqual(['traffic[0].requests[0].parameters.id is used nowhere: no {id}.'])
    const { hash } = loaded
    await writeFile(join(file, '../ca.pem'), 'another')
    expect((await load(file)).hash).not.toBe(hash)
  })

  it('says where a mistake stands, with line and column', async () => {
    const { exitCode, message } = await errorOf(await write(experiment({ more: "seed: 'one'," })))
    expect(exitCode).toBe(104)
    expect(message).toBe(
      '~/it.ts is not a valid experiment, 1 problem:\n' +
        '~/it.ts:12:3: seed: found "one", expected a whole number from -2147483648 to 2147483647',
    )
  })

  it('says all that is wrong with the files that it names', async () => {
    const { message } = await errorOf(
      await write(
        experiment({
          target: "{ url: 'https://127.0.0.1:8443', caFile: 'no.pem' }",
          requests: "[{ path: '/{u}', parameters: { u: { kind: 'feed', file: 'no.csv', column: 'u' } } }]",
        }),
      ),
    )
    expect(message).toContain('~/no.csv')
    expect(message).toContain('~/no.pem')
  })
})

describe('kinds of scenarios', () => {
  const pool = `{ name: 'pool', target: { builtin: 'shop' }, arrivals: constant({ rate: 1, duration: '1s' }), requests: ${REQUESTS} }`

  it('are told from one another where one of them is needed', async () => {
    const file = await write(experiment())
    const thrown: unknown = await loadScenario(file, join(file, '../out/scenario.mjs')).catch(
      (error: unknown) => error,
    )
    expect(thrown).toBeInstanceOf(OtherKind)
    expect((thrown as OtherKind).message.replace(file, 'it.ts')).toMatch(
      /^it\.ts is an experiment, where a scenario of a pool is needed; it can only be run: kneepoint run/,
    )
    expect((thrown as OtherKind).kind.kind).toBe('experiment')
  })

  it('may stand in one list, each checked by its own schema', async () => {
    const text = experiment().replace('export default {', `const pool = ${pool}\nconst slots = {`)
    const file = await write(`${text}export default [pool, slots]\n`)
    await expect(load(file)).rejects.toBeInstanceOf(SeveralScenarios)
    expect((await load(`${file}#slots`)).experiment.name).toBe('slots')
    await expect(load(`${file}#pool`)).rejects.toBeInstanceOf(OtherKind)
    const broken = await write(`${text}export default [pool, { ...slots, variants: [] }]\n`)
    expect((await errorOf(broken)).message).toContain('~/it.ts: [1] (slots) is not a valid experiment')
  })
})
