import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import * as scenarioModule from '../../models/kneepoint.ts'
import * as api from '../api/kneepoint.ts'
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

test.each(Object.keys(api).filter((name) => !(name in scenarioModule)))(
  'what programs import is not for scenarios, and it says so: %s',
  async (name) => {
    await expect(compile(`import { ${name} } from 'kneepoint'; export default ${name}`)).rejects.toThrow(
      `for import "${name}"; scenarios import only what describes them; ${name} is for a program that Node runs`,
    )
  },
)

test('a name that there is not is not taken for one of programs', async () => {
  await expect(
    compile(`import { defineScenaro } from 'kneepoint'; export default defineScenaro({})`),
  ).rejects.toThrow('check the name: kneepoint has nothing of that name for scenarios')
})

test('the agent is in the package that users install, not in this program', async () => {
  await expect(compile(`import { KneeAgent } from 'kneepoint/agent'; new KneeAgent()`)).rejects.toThrow(
    'Could not resolve "kneepoint/agent"; check the name, or install the package: npm install kneepoint',
  )
})
