import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { histogramLogOf } from './histogram-log.fixture.ts'
import type { ImportedResult } from './imported-result.ts'
import { readKnown } from './read-imported.ts'
import {
  autocannonOutput,
  heyOutput,
  k6Export,
  ohaOutput,
  vegetaOutput,
  wrk2Output,
  wrkNotFound,
} from './tool-outputs.fixture.ts'

const documents = [autocannonOutput, k6Export, ohaOutput, vegetaOutput]
const texts = [
  ...documents.map((document) => JSON.stringify(document)),
  heyOutput,
  wrk2Output,
  wrkNotFound,
  histogramLogOf([{ tag: null, meanMs: 2 }], 2),
]

async function readText(text: string): Promise<readonly ImportedResult[]> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  try {
    return (await readKnown({ path: 'f', text, json })) ?? []
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    expect((error as Error).message).toMatch(/^f:.+$/)
    return []
  }
}

function expectSound({ latencyMs, rate, requests, durationMs, concurrency }: ImportedResult): void {
  const { mean, stdev, min, max, percentiles } = latencyMs
  const figures = [mean, stdev, min, max, ...percentiles.map(({ ms }) => ms), durationMs, concurrency]
  const all = [...figures, rate.offered, rate.achieved, requests?.total ?? null, requests?.failed ?? null]
  expect(percentiles.filter(({ percentile }) => !(percentile > 0 && percentile <= 100))).toEqual([])
  expect(all.filter((value) => value !== null && !(value >= 0 && value < Infinity))).toEqual([])
}

it('gives sound figures or one sentence, wherever a file breaks off', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...texts),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (text, share) => {
        for (const result of await readText(text.slice(0, Math.floor(share * text.length))))
          expectSound(result)
      },
    ),
    { numRuns: 200 },
  )
})

it('gives sound figures or one sentence, whatever stands in place of a value', async () => {
  const anywhere = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  const value = fc.oneof(fc.constant(0), fc.constant(null), fc.jsonValue({ maxDepth: 1 }))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...documents), anywhere, value, async (document, share, other) => {
      const text = withOther(document, Math.floor(share * nodesOf(document)), other)
      for (const result of await readText(text)) expectSound(result)
    }),
    { numRuns: 300 },
  )
})

function nodesOf(document: unknown): number {
  let count = -1
  JSON.stringify(document, (_, each: unknown) => {
    count++
    return each
  })
  return count
}

/** With another value in place of one, in the order in which JSON is written. */
function withOther(document: unknown, place: number, other: unknown): string {
  let at = -2
  return JSON.stringify(document, (_, each: unknown) => {
    at++
    return at === place ? other : each
  })
}
