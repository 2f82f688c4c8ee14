import { describe, expect, it } from 'vitest'
import { plantedProfiles } from '../profile/planted-profiles.fixture.ts'
import type { RecordedCpuProfile } from '../profile/recorded-cpu-profile.ts'
import { diagnose } from './diagnose.ts'
import type { Observed } from './observed.ts'
import { calm, plantedView } from './observed.fixture.ts'
import type { Wait } from './waits.ts'

const wait = (kind: Wait['kind'], totalMs: number, more: Partial<Wait> = {}): Wait => ({
  kind,
  name: `${kind}-a`,
  waits: 1000,
  totalMs,
  maxMs: 90,
  busy: 4,
  ...more,
})
const causes = (observed: Partial<Observed>) => diagnose({ ...calm, ...observed }).map(({ cause }) => cause)

describe('what Node recorded', () => {
  it.each([
    ['crypto', 'sync-crypto', 'hashPassword', 4, null, 'pbkdf2Sync'],
    ['json', 'large-json', 'parseCatalogue', 8, 9, null],
    ['regexp', 'slow-regexp', 'isPlainName', 13, 15, null],
    ['compiledRegexp', 'slow-regexp', '(anonymous)', 19, null, 'RegExp: ^(a+)+$'],
    ['file', 'sync-file', 'readTemplate', 22, null, 'readFileSync'],
    ['loop', 'cpu-loop', 'scoreItems', 28, 31, null],
  ] as const)('%s is %s', (name, cause, functionName, line, hotLine, subject) => {
    const [first] = plantedView(name).findings
    expect(first).toMatchObject({
      cause,
      subject,
      site: { functionName, file: 'planted.mjs', line, hotLine },
    })
    expect(first?.evidence.length).toBeGreaterThan(0)
    expect(first?.title).toContain('planted.mjs:')
  })

  it('tells what allocates where the collector takes much of the time', () => {
    const found = plantedView('collector').findings.find(({ cause }) => cause === 'gc-pressure')
    expect(found?.site).toMatchObject({ functionName: 'collectRows', file: 'planted.mjs', line: 36 })
    expect(found?.weight).toBeGreaterThan(0.1)
  })

  it('tells JSON by the text of the function where lines are not known, and just computing without that', () => {
    const withoutLines = (sourceOf: () => string | null) => {
      const view = plantedView('json', { recorded: withoutTicks('json'), sourceOf })
      return view.findings[0]?.cause
    }
    expect(
      withoutLines(() => `${'\n'.repeat(7)}function parseCatalogue(text) {\n  return JSON.parse(text)\n}`),
    ).toBe('large-json')
    expect(withoutLines(() => null)).toBe('cpu-loop')
  })
})

function withoutTicks(name: Parameters<typeof plantedView>[0]) {
  const recorded: RecordedCpuProfile = plantedProfiles[name]
  const nodes = recorded.profile.nodes.map(({ id, callFrame, children = [] }) => ({
    id,
    callFrame,
    children,
  }))
  return { ...recorded, profile: { ...recorded.profile, nodes } }
}

describe('waits', () => {
  it.each([
    ['lock', 'lock'],
    ['pool', 'pool-exhausted'],
    ['slot', 'slots-full'],
  ] as const)('for a %s with an idle CPU are %s', (kind, cause) => {
    const [first] = diagnose({ ...calm, waits: [wait(kind, 15_000)] })
    expect(first).toMatchObject({ cause, subject: `${kind}-a` })
    expect(first?.weight).toBeCloseTo(0.75 * 0.95, 10)
    expect(first?.evidence).toEqual([
      'There were 1,000 waits of 15.0 ms on average, the longest 90.0 ms.',
      'They are 75 % of the time that requests took.',
      'At the end of the stretch 4 of it were taken.',
      'Meanwhile 5.0 % of the CPU was in use.',
    ])
  })

  it('names where in the code it is waited, if the target tells', () => {
    const site = { functionName: 'withCart', file: 'cart.js', line: 12, column: 1, hotLine: null }
    const [first] = diagnose({ ...calm, waits: [wait('lock', 15_000, { site })] })
    expect(first?.title).toBe('Requests wait for one another at the lock lock-a in withCart (cart.js:12).')
    expect(first?.site).toEqual(site)
  })

  it('puts what is waited for inside before what is held meanwhile', () => {
    expect(causes({ waits: [wait('slot', 14_000), wait('lock', 5000)] })).toEqual(['lock', 'slots-full'])
    expect(causes({ waits: [wait('pool', 14_000), wait('lock', 300)] })).toEqual(['pool-exhausted'])
  })

  it('weigh little where the CPU is full, which then is the cause', () => {
    const figures = { ...calm.figures, cpuSeconds: 9.8 }
    expect(causes({ figures, waits: [wait('pool', 15_000)] })).toEqual(['cpu-full', 'pool-exhausted'])
  })

  it('are judged by how many wait where the time of requests is not known', () => {
    expect(causes({ meanResponseMs: null, waits: [wait('pool', 4000)] })).toEqual([])
    expect(causes({ meanResponseMs: null, waits: [wait('pool', 6000)] })).toEqual(['pool-exhausted'])
  })
})

describe('what is not in the process', () => {
  it('is named as that, and as nothing else, where the CPU is idle', () => {
    const [first, ...others] = diagnose(calm)
    expect(others).toEqual([])
    expect(first).toMatchObject({ cause: 'waits-outside', site: null, subject: null })
    expect(first?.evidence).toEqual([
      'A request takes 20.0 ms on average, of which 0.50 ms are CPU time; 5.0 % of the CPU was in use.',
    ])
  })

  it('is not guessed at where requests are quick, the CPU is busy, or a figure is missing', () => {
    expect(causes({ meanResponseMs: 5 })).toEqual([])
    expect(causes({ figures: { ...calm.figures, cpuSeconds: 6 } })).toEqual([])
    expect(causes({ figures: { ...calm.figures, cpuSeconds: null } })).toEqual([])
    expect(causes({ meanResponseMs: null })).toEqual([])
  })
})

it('names what runs out', () => {
  const site = { functionName: 'remember', file: 'a.js', line: 3, column: 1, hotLine: null }
  const found = diagnose({
    ...calm,
    meanResponseMs: 5,
    heapGrowth: { bytesPerRequest: 1204, site },
    figures: {
      ...calm.figures,
      openFiles: 1000,
      openFilesLimit: 1024,
      heapUsedBytes: 95,
      heapLimitBytes: 100,
      activeResources: { before: { Timeout: 1 }, after: { Timeout: 900 } },
    },
  })
  expect(found.map(({ title }) => title)).toEqual([
    'Memory grows with each request: remember (a.js:3) keeps what it allocates.',
    'Requests leave resources of the type Timeout behind.',
    'The process is about to run out of file descriptors.',
    'The heap is nearly full.',
  ])
  expect(found.map(({ evidence }) => evidence[0])).toEqual([
    'Each request leaves 1,204 bytes behind.',
    'There are 899 more of them than before, after 1,000 requests.',
    '98 % of the limit are open.',
    '95 % of its limit are in use.',
  ])
})

it('finds nothing wrong with a server that is busy answering', () => {
  const site = { functionName: 'handler', file: '/srv/app.js', line: 3, column: 1, hotLine: null }
  const sites = [
    { site, callee: 'end', activity: 'own', text: null, us: 3_000_000 },
    { site, callee: null, activity: 'own', text: null, us: 900_000 },
    { site, callee: null, activity: 'json', text: null, us: 400_000 },
  ] as const
  const profiled = { durationMs: 10_000, busyMs: 6000, collectorMs: 300, sites, collected: [], blocks: [] }
  const figures = { ...calm.figures, cpuSeconds: 6, gcTotalMs: 300 }
  expect(causes({ figures, profiled, meanResponseMs: 5 })).toEqual([])
  expect(causes({ figures: { ...figures, cpuSeconds: 9.5 }, profiled, meanResponseMs: 5 })).toEqual([
    'cpu-full',
  ])
})

it('ranks a rare long block by how long a request waits for it to end', () => {
  const site = { functionName: 'report', file: '/srv/app.js', line: 3, column: 1, hotLine: null }
  const block = {
    cause: 'code',
    site,
    callee: null,
    stack: [site],
    blocks: 1,
    totalMs: 1000,
    longestMs: 1000,
    meanDelayMs: 50,
    longestAtEpochMs: 0,
  } as const
  const profiled = {
    durationMs: 10_000,
    busyMs: 1000,
    collectorMs: 0,
    sites: [],
    collected: [],
    blocks: [block],
  }
  const found = diagnose({ ...calm, meanResponseMs: 60, profiled, waits: [wait('pool', 15_000)] })
  expect(found.map(({ cause, weight }) => [cause, Number(weight.toFixed(2))])).toEqual([
    ['cpu-loop', 0.83],
    ['pool-exhausted', 0.24],
  ])
})
