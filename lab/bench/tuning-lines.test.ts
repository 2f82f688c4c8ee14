import { describe, expect, it } from 'vitest'
import { UNLIMITED } from '../../models/pool/settings.ts'
import { benchDocument } from './bench-document.ts'
import { closedPlan, resultWith } from './bench-result.fixture.ts'
import type { BenchResult } from './bench-result.ts'
import { benchText } from './bench-text.ts'
import { tuningLines } from './tuning-lines.ts'

const from = { ...UNLIMITED, idleTimeoutMs: 90_000, maxIdlePerHost: 2 }

function tuned(
  changes: number,
  parts: Partial<BenchResult> = {},
  mode: 'apply' | 'shadow' = 'apply',
): BenchResult {
  return resultWith({
    plan: { ...closedPlan, tuning: { mode, idleTimeout: true, maxIdle: true, mostIdle: 100 } },
    tuningChanges: Array.from({ length: changes }, (_, i) => ({
      thread: i % 2,
      atMs: 1000.4 * (i + 1),
      from,
      to: { ...from, maxIdlePerHost: 8 },
      why: 'maxIdlePerHost 2 → 8 spares 54 dials.',
      signals: [{ name: 'many-dials', says: 'too many' }],
    })),
    ...parts,
  })
}

describe('what a bench says of its tuning', () => {
  it('nothing where pools do not tune themselves', () => {
    const document = benchDocument(resultWith())
    expect(document.tuning).toBeNull()
    expect(tuningLines(document)).toEqual([])
    expect(benchText(document)).not.toContain('tuned')
  })

  it('each change with its reason, and null for no limit in JSON', () => {
    const document = benchDocument(tuned(1))
    expect(document.tuning).toEqual({
      mode: 'apply',
      changes: [
        {
          thread: 0,
          atMs: 1000.4,
          from: { ...nulls, idleTimeoutMs: 90_000, maxIdlePerHost: 2 },
          to: { ...nulls, idleTimeoutMs: 90_000, maxIdlePerHost: 8 },
          why: 'maxIdlePerHost 2 → 8 spares 54 dials.',
          signals: [{ name: 'many-dials', says: 'too many' }],
        },
      ],
    })
    expect(benchText(document)).toContain('tuned        at 1 s: maxIdlePerHost 2 → 8 spares 54 dials.\n')
  })

  it('which thread, where there are several, and in shadow mode what would be', () => {
    const threads = { threads: 2, why: '2 load threads', warning: null }
    const [first, second] = tuningLines(benchDocument(tuned(2, { threads }, 'shadow')))
    expect(first).toEqual(['would tune', 'at 1 s, thread 1: maxIdlePerHost 2 → 8 spares 54 dials.'])
    expect(second?.[0]).toBe('')
    expect(second?.[1]).toMatch(/^at 2 s, thread 2: /)
  })

  it('the first twelve of many, and that there was nothing', () => {
    const lines = tuningLines(benchDocument(tuned(20)))
    expect(lines).toHaveLength(13)
    expect(lines.at(-1)).toEqual(['', 'and 8 more, which --json has'])
    expect(tuningLines(benchDocument(tuned(0)))).toEqual([
      ['tuned', 'nothing: no other settings would have done better by enough'],
    ])
  })
})

const nulls = Object.fromEntries(Object.keys(UNLIMITED).map((name) => [name, null]))
