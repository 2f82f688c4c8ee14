import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadScenario, type LoadedScenario } from './load-scenario.ts'

const guide = readFileSync(new URL('../docs/scenarios.md', import.meta.url), 'utf8')
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-guide-'))
  for (const text of blocks('ts')) writeFileSync(join(folder, nameOf(text)), text)
  const [customers = '', arrivals = ''] = blocks('csv')
  writeFileSync(join(folder, 'customers.csv'), customers)
  writeFileSync(join(folder, 'arrivals.csv'), arrivals)
  const hello = blocks('json').find((text) => text.includes('"name"')) ?? ''
  writeFileSync(join(folder, 'hello.json'), hello)
  const upstreams = readFileSync(join(folder, 'upstreams.ts'), 'utf8').replace(/^\/\/.*\n/, '')
  writeFileSync(
    join(folder, 'broken.ts'),
    upstreams.replace('rate: 4,', 'rate: -4,').replace('pods: 1', 'podz: 1'),
  )
})

afterAll(() => rmSync(folder, { recursive: true }))

function blocks(language: string): string[] {
  const fences = new RegExp(String.raw`^\`\`\`${language}\n([\s\S]*?)^\`\`\`$`, 'gm')
  return [...guide.matchAll(fences)].map(([, text = '']) => text)
}

/** The first line says it. */
function nameOf(text: string): string {
  return /^\/\/ (\S+)\n/.exec(text)?.[1] ?? 'unnamed.ts'
}

function load(named: string): Promise<LoadedScenario> {
  return loadScenario(join(folder, named), join(folder, 'compiled', `${named.replace('#', '-')}.mjs`))
}

async function refusalOf(named: string): Promise<string> {
  const error: unknown = await load(named).catch((thrown: unknown) => thrown)
  if (!(error instanceof Error)) throw new Error(`${named} was not refused`)
  return error.message.replaceAll(`${folder}/`, '')
}

describe('docs/scenarios.md', () => {
  it.each(['checkout.ts', 'recorded.ts', 'upstreams.ts#catalogue', 'upstreams.ts#payments', 'hello.json'])(
    'shows the scenario %s, which is valid and leaves nothing to be noted',
    async (named) => {
      const { scenario, notes } = await load(named)
      expect(scenario.name).toBe(named.replace(/^.*#|\.\w+$/g, ''))
      expect(notes).toEqual([])
    },
  )

  it.each(['broken.ts', 'upstreams.ts', 'upstreams.ts#payment'])(
    'shows what is said of %s',
    async (named) => {
      for (const line of (await refusalOf(named)).split('\n')) expect(guide).toContain(line)
    },
  )
})
