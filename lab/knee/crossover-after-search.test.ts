import { describe, expect, test } from 'vitest'
import { AnsweringServer } from '../commands/answering-server.fixture.ts'
import { Interrupted } from '../interrupted.ts'
import { crossoverAfter } from './crossover-after-search.ts'
import { kneePlan, queueingTrial, resultOf } from './knee-result.fixture.ts'

const flags = { header: [], set: [], insecure: false, allow: [] }

function said() {
  const lines: string[] = []
  return { lines, progress: { show: () => {}, say: (line: string) => void lines.push(line) } }
}

describe('crossoverAfter', () => {
  test('says why nothing was measured, and leaves what the search found alone', async () => {
    const gone = await AnsweringServer.start()
    const origin = gone.url
    await gone.die()
    const { bench } = kneePlan
    const plan = { ...kneePlan, bench: { ...bench, endpoint: { ...bench.endpoint, origin } } }
    const { lines, progress } = said()
    const { signal } = new AbortController()
    expect(
      await crossoverAfter(resultOf(queueingTrial(1000), { plan }), flags, { signal, progress }),
    ).toBeNull()
    expect(lines).toEqual([expect.stringMatching(/^note: no crossover was measured: target http.*refused/)])
  })

  test('does nothing after Ctrl-C, or without a capacity', async () => {
    const { lines, progress } = said()
    const aborted = AbortSignal.abort(new Interrupted())
    expect(
      await crossoverAfter(resultOf(queueingTrial(1000)), flags, { signal: aborted, progress }),
    ).toBeNull()
    const { signal } = new AbortController()
    expect(await crossoverAfter(resultOf(queueingTrial(1)), flags, { signal, progress })).toBeNull()
    expect(lines).toEqual([])
  })
})
