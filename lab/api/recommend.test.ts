import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fitWith } from '../../models/recommend/simulated-candidates.fixture.ts'
import { verifyBlock, verifyPair } from '../../models/report/verify-pairs.fixture.ts'
import { findRecommendation } from '../tune/find-recommendation.ts'
import { storedRun, WORSE } from '../tune/stored-run.fixture.ts'
import { recommend, UsageError } from './kneepoint.ts'

let runs = ''
beforeAll(() => {
  runs = mkdtempSync(join(tmpdir(), 'kneepoint-api-'))
})
afterAll(() => rmSync(runs, { recursive: true }))

const GO = `package shop

import (
	"net/http"
	"time"
)

var transport = &http.Transport{
	MaxIdleConnsPerHost: 4, // as ever
	IdleConnTimeout:     90 * time.Second,
}
`

describe('recommend', () => {
  it('gives what was verified, with its patch', async () => {
    const run = await storedRun(runs)
    const found = await recommend(run.path)
    expect(found).toMatchObject({
      directory: run.path,
      standing: 'apply',
      verdict: { verdict: 'VALID' },
      client: 'go-net-http',
      settings: { idleTimeoutMs: 64_000, maxIdlePerHost: 9, maxConnsPerHost: 23, maxLifetimeMs: Infinity },
      before: { idleTimeoutMs: 90_000, maxIdlePerHost: 2, maxConnsPerHost: Infinity },
      meetsSlo: true,
      expected: { p99Ms: 20 },
      expectedToday: { p99Ms: 47 },
      notes: [],
      edit: null,
    })
    expect(found.reasons.length).toBeGreaterThan(0)
    expect(found.patch?.text).toContain('transport.MaxIdleConnsPerHost = 9\n')
    expect(await recommend({ directory: run.path })).toEqual(found)
    expect(await recommend(basename(run.path), { runs })).toEqual(found)
  })

  it('speaks the dialect of another client, and says that it was not measured', async () => {
    const run = await storedRun(runs)
    const { client, patch, notes } = await recommend(run.path, { client: 'nginx-upstream' })
    expect(client).toBe('nginx-upstream')
    expect(patch?.text).toContain('keepalive_timeout 64s;')
    expect(notes[0]).toContain('nginx')
  })

  it("edits a text of the caller's, and writes nothing", async () => {
    const run = await storedRun(runs)
    const { edit } = await recommend(run.path, { file: { name: 'client.go', text: GO } })
    expect(edit?.place).toEqual({ title: 'http.Transport literal (transport)', line: 8 })
    expect(edit?.changes).toContainEqual({ name: 'MaxIdleConnsPerHost', before: '4', after: '9' })
    expect(edit?.text).toContain('MaxIdleConnsPerHost: 9, // as ever\n')
    expect(edit?.diff).toContain('--- a/client.go\n+++ b/client.go\n')
    const again = await recommend(run.path, { file: { name: 'client.go', text: edit?.text ?? '' } })
    expect(again.edit).toMatchObject({ text: edit?.text, diff: '', changes: [] })
  })

  it('has no patch for what is to stay, was withdrawn or not verified', async () => {
    const cases = [
      ['keep', await storedRun(runs, { unchanged: true })],
      ['withdrawn', await storedRun(runs, { after: WORSE })],
      ['unproven', await storedRun(runs, { pairs: 2 })],
    ] as const
    for (const [standing, run] of cases) {
      const found = await recommend(run.path, { file: { name: 'client.go', text: GO } })
      expect(found).toMatchObject({ standing, patch: null, edit: null })
      expect(found.settings.maxIdlePerHost).toBe(9)
    }
    const [, , [, unproven]] = cases
    expect((await recommend(unproven.path)).verdict).toMatchObject({ verdict: 'INCOMPLETE' })
  })

  it('has no patch where the model does not describe the target and sockets do not show the settings to be good', async () => {
    const run = await storedRun(runs)
    const misfit = { steps: [], typicalError: 1.37, withoutReuseError: null }
    await run.write('fit', { ...fitWith(null), misfit }, 'done')
    expect(await recommend(run.path)).toMatchObject({ standing: 'apply', withheld: null })
    const pairs = [40, 60, 40, 60].map((responseMs, i) =>
      verifyPair(
        verifyBlock({ responseMs, dialed: 20 }),
        verifyBlock({ responseMs: 50 + 5 * (i % 3), dialed: 2 }),
        1000 * i,
      ),
    )
    await run.write('verify', { planned: 4, pairs }, 'done')
    const found = await recommend(run.path, { file: { name: 'client.go', text: GO } })
    expect(found).toMatchObject({
      standing: 'unproven',
      verdict: { verdict: 'VALID' },
      patch: null,
      edit: null,
    })
    expect(found.withheld?.why).toContain('misses the P99s that it was fitted to by 137 %')
    await expect(findRecommendation(run, null)).rejects.toThrow(
      /not verified, so not to be applied: the model misses .*; to do: /,
    )
  })

  it('refuses what it cannot do', async () => {
    const run = await storedRun(runs)
    const bare = await storedRun(runs, { isRecommended: false })
    const cases = [
      [() => recommend('nowhere', { runs }), 'no run at '],
      [
        () => recommend(bare.path),
        'has not come to a recommendation: go on with it by run(null, { resume: directory })',
      ],
      [() => recommend(run.path, { client: 'ngins' }), "client: Unknown client 'ngins'"],
      [
        () => recommend(run.path, { file: { name: 'client.go', text: 'package shop\n' } }),
        'there is no Go net/http pool',
      ],
      [
        () => recommend(run.path, { file: { name: 'client.go', text: GO, line: 3 } }),
        'no Go net/http pool begins on line 3',
      ],
      [() => recommend(run.path, { cleint: 'undici' } as object), 'cleint is no option'],
    ] as const
    for (const [asked, message] of cases) {
      const failure = asked()
      await expect(failure).rejects.toBeInstanceOf(UsageError)
      await expect(failure).rejects.toThrow(message)
    }
  })
})
