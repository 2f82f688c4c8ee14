import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientNames } from '../../models/clients/catalogue.ts'
import { loadScenario } from '../load-scenario.ts'
import type { InitPlan, InitTarget } from './read-init-plan.ts'
import { runFlags, scenarioText } from './scenario-text.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const OWN: InitTarget = { origin: 'http://127.0.0.1:8080', path: "/it's?a=b", allow: null }
const AWAY: InitTarget = { origin: 'https://shop.example', path: '/', allow: 'shop.example' }

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const textOf = (plan: Partial<InitPlan> = {}): string =>
  scenarioText({ name: 'orders', client: 'go-net-http', target: null, ...plan }, clientNames)

async function load(name: string, text: string) {
  const file = join(folder, `${name}.ts`)
  writeFileSync(file, text)
  return (await loadScenario(file, join(folder, `${name}.mjs`))).scenario
}

describe('a scenario that is written', () => {
  test.each(clientNames)('is valid for %s, with the settings that it has as comments too', async (client) => {
    const text = textOf({ client })
    expect(await load(client, text)).toMatchObject({ name: 'orders', client, before: {}, pods: 2 })
    const withSettings = text.replaceAll(/\/\/ (\w+: [\d_]+,)$/gm, '$1')
    expect(await load(`${client}-settings`, withSettings)).toMatchObject({
      before: { idleTimeoutMs: 30_000, maxIdlePerHost: 10, maxConnsPerHost: 100 },
    })
  })

  test('is about a URL where one is named', async () => {
    const scenario = await load('own', textOf({ target: OWN }))
    expect(scenario.target).toEqual({ url: 'http://127.0.0.1:8080' })
    expect(scenario.requests).toMatchObject([{ path: "/it's?a=b" }])
  })

  test('takes the target that it has as a comment', async () => {
    const target = /^ {2}\/\/ {3}(target: .*)$/m.exec(textOf())?.[1] ?? ''
    const text = textOf().replace(/^ {2}target: .*$/m, `  ${target}`)
    expect((await load('target', text)).target).toEqual({ url: 'http://127.0.0.1:8080' })
  })

  test('says what has to be allowed, and how a certificate is', () => {
    const text = textOf({ target: AWAY })
    expect(text).toContain('npx kneepoint run scenario.ts --allow shop.example --quick')
    expect(text).toContain('insecure: true')
    expect(textOf({ target: OWN })).not.toMatch(/--allow|insecure/)
    expect(runFlags({ target: AWAY })).toBe(' --allow shop.example')
    expect(runFlags({ target: OWN })).toBe('')
  })

  test('has lines that fit', () => {
    const longest = Math.max(
      ...textOf({ target: AWAY })
        .split('\n')
        .map((line) => line.length),
    )
    expect(longest).toBeLessThanOrEqual(120)
  })

  test('passes the type check', () => {
    const files = { 'check-shop.ts': textOf(), 'check-own.ts': textOf({ target: OWN }) }
    const wrong = textOf().replace('pods: 2', "pods: 'two'")
    for (const [name, text] of Object.entries({ ...files, 'check-wrong.ts': wrong })) {
      writeFileSync(join(folder, name), text)
    }
    expect(typeErrors([...Object.keys(files), 'check-wrong.ts'])).toEqual([
      expect.stringMatching(/check-wrong\.ts.*error TS2322: Type 'string' is not assignable to type 'number/),
    ])
  })
})

/** Of the first lines that the compiler writes of each. */
function typeErrors(names: readonly string[]): readonly string[] {
  const config = join(folder, 'tsconfig.json')
  const kneepoint = join(ROOT, 'models/kneepoint.ts')
  const options = {
    noEmit: true,
    composite: false,
    paths: { kneepoint: [kneepoint], zod: [join(ROOT, 'node_modules/zod')] },
  }
  writeFileSync(
    config,
    JSON.stringify({ extends: join(ROOT, 'tsconfig.base.json'), compilerOptions: options, files: names }),
  )
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  try {
    execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', config], {
      encoding: 'utf8',
    })
    return []
  } catch (error) {
    const { stdout } = error as { readonly stdout: string }
    return stdout.split('\n').filter((line) => line.includes(': error '))
  }
}
