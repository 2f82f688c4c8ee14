import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { JsonValue, ScenarioInput } from './kneepoint.ts'
import { writePlainScenario } from './write-plain-scenario.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-plain-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const limit = fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 1e9 }))
const body = fc.oneof(fc.constantFrom('no limit', 'no limit!', '1e999'), fc.jsonValue({ maxDepth: 3 }))

it('writes a scenario that reads the same, whatever is without limit and whatever is sent', async () => {
  await fc.assert(
    fc.asyncProperty(limit, limit, body, async (idleTimeoutMs, maxConnsPerHost, sent) => {
      const scenario: ScenarioInput = {
        name: 'small',
        target: { builtin: 'shop' },
        arrivals: { kind: 'constant', rate: 40, durationMs: 700 },
        requests: [{ method: 'POST', path: '/orders', body: plain(sent) }],
        before: { idleTimeoutMs, maxConnsPerHost },
      }
      const file = await writePlainScenario(scenario, folder)
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(scenario)
    }),
    { numRuns: 40 },
  )
})

/** As JSON has it: without the sign of 0. */
function plain(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue
}
