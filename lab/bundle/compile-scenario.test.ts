import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { compileScenario } from './compile-scenario.ts'

const folder = mkdtempSync(join(tmpdir(), 'kneepoint-'))
const file = join(folder, 'scenario.ts')
const compile = (text: string): Promise<unknown> => {
  writeFileSync(file, text)
  return compileScenario(file, join(folder, 'scenario.mjs'))
}
afterAll(() => rmSync(folder, { recursive: true }))

test('what scenarios import is there without a package of that name, and becomes part of the module', async () => {
  await expect(
    compile(`import { constant } from 'kneepoint'; export default constant({ rate: 1, duration: '1s' })`),
  ).resolves.toMatchObject({ code: expect.not.stringMatching(/\bfrom ['"]kneepoint/) as string })
})

test('what programs import is not for scenarios, and it says so', async () => {
  await expect(compile(`import { run } from 'kneepoint'; run()`)).rejects.toThrow(
    /No matching export.*"run"; scenarios import only what describes them/,
  )
})

test('the agent is in the package that users install, not in this program', async () => {
  await expect(compile(`import { KneeAgent } from 'kneepoint/agent'; new KneeAgent()`)).rejects.toThrow(
    'Could not resolve "kneepoint/agent"; check the name, or install the package: npm install kneepoint',
  )
})
