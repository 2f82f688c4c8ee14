import { describe, expect, it } from 'vitest'
import { blockCauses } from './block-causes.ts'
import type { CpuProfileNode } from './cpu-profile.ts'
import type { EventLoopBlock } from './event-loop-block.ts'
import { plantedProfiles } from './planted-profiles.fixture.ts'

describe('blocks that Node recorded', () => {
  it.each([
    ['crypto', 'hashPassword', 4, 'pbkdf2Sync'],
    ['json', 'parseCatalogue', 8, null],
    ['regexp', 'isPlainName', 13, null],
    ['file', 'readTemplate', 22, 'readFileSync'],
    ['loop', 'scoreItems', 28, null],
  ] as const)('%s is put down to %s', (name, functionName, line, callee) => {
    const recorded = plantedProfiles[name]
    const [block] = recorded.blocks
    const [first, ...others] = blockCauses(recorded)
    expect(others).toEqual([])
    expect(first?.cause).toBe('code')
    expect(first?.site).toMatchObject({ functionName, file: '/srv/app/planted.mjs', line })
    expect(first?.callee?.functionName ?? null).toBe(callee)
    expect(first).toMatchObject({ blocks: 1, totalMs: block?.durationMs, longestMs: block?.durationMs })
  })
})

const node = (id: number, functionName: string, url: string, children: number[] = []): CpuProfileNode => ({
  id,
  callFrame: { functionName, scriptId: '0', url, lineNumber: url === '' ? -1 : id, columnNumber: 0 },
  children,
})
const app = 'file:///srv/app.js'
const nodes = [
  node(1, '(root)', '', [2, 8, 9, 10]),
  node(2, 'onRequest', 'node:_http_server', [3]),
  node(3, 'middleware', 'file:///srv/node_modules/x/index.js', [4, 7]),
  node(4, 'handler', app, [5, 6]),
  node(5, 'first', app),
  node(6, 'second', app),
  node(7, 'inPackage', 'file:///srv/node_modules/x/index.js'),
  node(8, '(garbage collector)', ''),
  node(9, '(idle)', ''),
  node(10, 'processTimers', 'node:internal/timers'),
]

/** One profile of samples, each of so many ms, in blocks that follow upon one another. */
function causesOf(
  parts: ReadonlyArray<readonly [id: number, ms: number]>,
  blocks?: readonly EventLoopBlock[],
) {
  const all = parts.reduce((sum, [, ms]) => sum + ms, 0)
  return blockCauses({
    profile: {
      nodes,
      startTime: 5000,
      endTime: 5000 + 1000 * all,
      samples: parts.map(([id]) => id),
      timeDeltas: parts.map((_, i) => 1000 * (parts[i - 1]?.[1] ?? 0)),
    },
    startedAtEpochMs: 1_000_000,
    blocks: blocks ?? [{ startedAtEpochMs: 1_000_000, durationMs: all }],
  })
}

describe('blockCauses', () => {
  it('blames the innermost function that covers most of the block', () => {
    expect(
      causesOf([
        [5, 30],
        [6, 29],
        [4, 1],
      ])[0]?.site?.functionName,
    ).toBe('handler')
    expect(
      causesOf([
        [5, 40],
        [6, 20],
      ])[0]?.site?.functionName,
    ).toBe('first')
  })

  it('blames a package only where no code of the user is in the block, and the runtime only then', () => {
    expect(
      causesOf([
        [7, 90],
        [5, 10],
      ])[0]?.site?.functionName,
    ).toBe('first')
    expect(causesOf([[7, 90]])[0]?.site?.functionName).toBe('inPackage')
    expect(causesOf([[10, 90]])[0]?.site?.functionName).toBe('processTimers')
  })

  it('names the collector where it took half, with the function that it interrupted', () => {
    const [first] = causesOf([
      [5, 20],
      [8, 30],
    ])
    expect(first).toMatchObject({
      cause: 'gc',
      site: { functionName: 'first' },
      callee: { functionName: '(garbage collector)' },
    })
    expect(causesOf([[8, 30]])[0]).toMatchObject({ cause: 'gc', site: null })
    expect(
      causesOf([
        [5, 31],
        [8, 30],
      ])[0]?.cause,
    ).toBe('code')
  })

  it('blames nobody where nothing ran, or next to nothing was sampled', () => {
    expect(causesOf([[9, 50]])[0]).toMatchObject({ cause: 'unknown', site: null, callee: null })
    expect(
      causesOf([
        [9, 42],
        [5, 8],
      ])[0]?.cause,
    ).toBe('unknown')
  })

  it('groups by cause, by the time in all', () => {
    const found = causesOf(
      [
        [5, 20],
        [9, 100],
        [5, 40],
        [9, 100],
        [6, 50],
      ],
      [
        { startedAtEpochMs: 1_000_000, durationMs: 20 },
        { startedAtEpochMs: 1_000_120, durationMs: 40 },
        { startedAtEpochMs: 1_000_260, durationMs: 50 },
      ],
    )
    expect(
      found.map(({ site, blocks, totalMs, longestMs, longestAtEpochMs }) => [
        site?.functionName,
        blocks,
        totalMs,
        longestMs,
        longestAtEpochMs,
      ]),
    ).toEqual([
      ['first', 2, 60, 40, 1_000_120],
      ['second', 1, 50, 50, 1_000_260],
    ])
    // (20² + 40²) / (2 · 310)
    expect(found[0]?.meanDelayMs).toBeCloseTo(3.2258, 4)
  })

  it('leaves out blocks below 10 ms, and those that the profile does not reach', () => {
    const blocks = [
      { startedAtEpochMs: 1_000_000, durationMs: 9.9 },
      { startedAtEpochMs: 999_000, durationMs: 100 },
      { startedAtEpochMs: 1_000_200, durationMs: 100 },
    ]
    expect(causesOf([[5, 100]], blocks)).toEqual([])
  })
})

it('blames nobody for what the profiler itself had no core to see', () => {
  const causeOf = (unseenUs: number) => {
    const idle = Array.from({ length: 99 }, () => 9)
    const profile = {
      nodes,
      startTime: 0,
      endTime: 100_000 + unseenUs,
      samples: [...idle, 5, 9],
      timeDeltas: [...idle.map(() => 1000), 1000, unseenUs],
    }
    const blocks = [{ startedAtEpochMs: 100, durationMs: unseenUs / 1000 }]
    return blockCauses({ profile, startedAtEpochMs: 0, blocks })[0]?.cause
  }
  expect(causeOf(20_000)).toBe('code')
  expect(causeOf(30_000)).toBe('unknown')
})
