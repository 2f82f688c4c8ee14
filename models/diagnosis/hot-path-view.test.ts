import { expect, it } from 'vitest'
import type { StackProfile } from '../profile/stack-profile.ts'
import { hotPathView } from './hot-path-view.ts'
import { noFigures, plantedView } from './observed.fixture.ts'

it('is plain data that JSON keeps', () => {
  const view = plantedView('file')
  expect(JSON.parse(JSON.stringify(view))).toEqual(view)
  expect(JSON.stringify(view).length).toBeLessThan(40_000)
})

it('names files relative to the root, and leaves idle time out', () => {
  const { profile } = plantedView('crypto')
  expect(profile?.functions.every(({ file }) => !file.startsWith('/'))).toBe(true)
  expect(profile?.functions.some(({ functionName }) => functionName === '(idle)')).toBe(false)
  expect(profile?.busy).toBe(profile?.flames.total)
  expect(profile?.blocks).toHaveLength(1)
})

it('makes do without a profile, and with one of another runtime', () => {
  const input = {
    recorded: null,
    figures: { ...noFigures, durationMs: 1000 },
    waits: [],
    meanResponseMs: null,
  }
  expect(hotPathView(input)).toMatchObject({ profile: null, findings: [], waits: [] })
  const stacks: StackProfile = {
    unit: 'microseconds',
    frames: [
      { functionName: 'main.burn', file: '/srv/main.go', line: 12, column: 0 },
      {
        functionName: 'runtime.gcBgMarkWorker',
        file: '/usr/local/go/src/runtime/mgc.go',
        line: 1,
        column: 0,
      },
    ],
    samples: [
      { stack: [0], value: 700_000 },
      { stack: [1], value: 200_000 },
    ],
  }
  const { findings, profile } = hotPathView({ ...input, stacks, root: '/srv' })
  expect(profile).toMatchObject({ durationMs: null, busy: 900_000 })
  expect(findings.map(({ cause, site }) => [cause, site?.file ?? null])).toEqual([
    ['cpu-loop', 'main.go'],
    ['gc-pressure', null],
  ])
})

it('counts what was waited for into the health table', () => {
  const waits = [{ kind: 'lock', name: 'cart', waits: 10, totalMs: 3000, maxMs: null, busy: null }] as const
  const { health } = hotPathView({
    recorded: null,
    figures: { ...noFigures, durationMs: 1000 },
    waits,
    meanResponseMs: null,
  })
  expect(health.find(({ check }) => check === 'queue-length')).toMatchObject({ value: 3, state: 'watch' })
})

it('takes memory for what it is: no finding comes of where bytes are', () => {
  const frames = [{ functionName: 'keep', file: '/srv/a.js', line: 1, column: 1 }]
  const stacks: StackProfile = { unit: 'bytes', frames, samples: [{ stack: [0], value: 1e9 }] }
  const view = hotPathView({ recorded: null, stacks, figures: noFigures, waits: [], meanResponseMs: null })
  expect(view.findings).toEqual([])
  expect(view.profile?.functions).toHaveLength(1)
})

it('names the places of waits relative to the root', () => {
  const site = { functionName: 'post', file: '/srv/app/ledger.js', line: 0, column: 0, hotLine: 12 }
  const wait = {
    kind: 'lock',
    name: 'ledger',
    waits: 9,
    totalMs: 900,
    maxMs: null,
    busy: null,
    site,
  } as const
  const { waits, findings } = plantedView('crypto', { waits: [wait] })
  expect(waits[0]?.site).toEqual({ ...site, file: 'ledger.js' })
  expect(findings.find(({ cause }) => cause === 'lock')?.title).toBe(
    'Requests wait for one another at the lock ledger in post (ledger.js:12).',
  )
})
