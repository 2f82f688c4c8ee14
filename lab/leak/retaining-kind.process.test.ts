import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HeapCensus, takeCensus } from '../../models/heap-snapshot/heap-census.ts'
import { parseHeapSnapshot } from '../../models/heap-snapshot/parse-heap-snapshot.ts'
import { findRetainedGrowth, type RetainedGrowth } from '../../models/heap-snapshot/retained-growth.ts'
import type { RetainingKind } from '../../models/heap-snapshot/retaining-kind.ts'

/** How a program leaks, what kind that is, and the path that names it. */
const ways: ReadonlyArray<readonly [way: string, kind: RetainingKind, path: string]> = [
  ['map', 'map', 'requests (Map) → [entry] → Payload'],
  ['set', 'map', 'seen (Set) → [entry] → Payload'],
  ['dictionary', 'object-map', 'byName (Object) → [entry] → Payload'],
  ['array', 'array', 'history (Array) → [entry] → Payload'],
  ['global', 'map', 'global.registry (Map) → [entry] → Payload'],
  ['weakMap', 'array', 'owners (Array) → [entry] → Object'],
  ['listener', 'listener', 'tick (Array) → [entry] → function → payload (Payload)'],
  ['abort', 'listener', 'Listener → listener (function) → payload (Payload)'],
  ['timeout', 'timer', 'TimersList → Timeout → _onTimeout (function) → payload (Payload)'],
  ['thenable', 'promise', 'never (Promise) → reaction → function → payload (Payload)'],
  ['await', 'promise', 'never (Promise) → reaction → function → Generator'],
  ['callbacks', 'closure', 'callbacks (Array) → [entry] → function → payload (Payload)'],
  ['closure', 'closure', 'latest (Object) → isFirst (function isFirst) → before (Object)'],
  ['list', 'list', 'head (Object) → payload (Payload)'],
  ['socket', 'socket', 'Socket'],
]

describe('what keeps the objects of a program that leaks by', () => {
  const found = new Map<string, RetainedGrowth>()
  let folder = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kneepoint-leak-'))
    const program = fileURLToPath(new URL('leaky-program.fixture.mjs', import.meta.url))
    await promisify(execFile)(process.execPath, [program, folder, ...ways.map(([way]) => way)])
    let before: HeapCensus = takeCensus(await snapshotOf('0'))
    for (const [way] of ways) {
      const after = await snapshotOf(way)
      found.set(way, findRetainedGrowth(before, after))
      before = takeCensus(after)
    }
  }, 120_000)

  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function snapshotOf(name: string) {
    return parseHeapSnapshot(await readFile(join(folder, `${name}.heapsnapshot`), 'utf8'))
  }

  test.each(ways)('%s is %s: %s', (way, kind, path) => {
    const { paths, groups, objectsFollowed } = found.get(way) as RetainedGrowth
    expect(paths[0]).toMatchObject({ kind })
    expect(paths[0]?.text).toContain(path)
    expect(paths[0]?.share).toBeGreaterThan(0.6)
    expect(objectsFollowed).toBeGreaterThan(10)
    expect(objectsFollowed).toBeLessThanOrEqual(50)
    if (way === 'socket') return
    expect(groups).toContainEqual(expect.objectContaining({ name: 'Payload', type: 'object' }))
    const payloads = groups.find(({ name }) => name === 'Payload')
    expect((payloads?.countAfter ?? 0) - (payloads?.countBefore ?? 0)).toBe(120)
  })
})
