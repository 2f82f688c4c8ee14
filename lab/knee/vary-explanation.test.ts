import { describe, expect, test } from 'vitest'
import { stopsHelping } from '../../models/knee/stops-helping.ts'
import { explainVary } from './vary-explanation.ts'
import { pointWith, varyResultWith } from './vary-result.fixture.ts'
import type { VaryResult } from './vary-result.ts'

function explain(parts: Partial<VaryResult> = {}): string {
  const result = varyResultWith(parts)
  return explainVary(result, stopsHelping(result.points)).join(' ')
}

const connections = { ...varyResultWith().plan, vary: 'connections' } as const

describe('explainVary', () => {
  test('compares with the cores, and says how much of them is used', () => {
    expect(explain()).toBe(
      '2 pods are enough, as many as the 2 cores of this machine, which the target shares. With 2 pods the load threads use 1.0 of 2 cores: what limits is the target, or what is left to it, and not that they are too few.',
    )
    const busy = varyResultWith().points.map((point) => ({ ...point, cpuShare: 0.97 }))
    expect(explain({ points: busy, targetIsLocal: false })).toBe(
      '2 pods are enough, as many as the 2 cores of this machine. With 2 pods the load threads use 1.9 of 2 cores: there is no core left for more of them.',
    )
    expect(explain({ processors: { cores: 8, physicalCores: null, quotaCores: null } })).toContain(
      'fewer than the 8 cores',
    )
    expect(explain({ processors: { cores: 1, physicalCores: 1, quotaCores: null } })).toContain(
      'more than the 1 core of',
    )
  })

  test('says where a quota throttles, and where cores are hardware threads', () => {
    const text = explain({ processors: { cores: 8, physicalCores: 4, quotaCores: 1.5 } })
    expect(text).toContain('2 pods are enough, more than the CPU quota of 1.5 cores')
    expect(text).toContain('From 2 pods on there are more than the CPU quota of 1.5 cores')
    expect(text).toContain('The 8 are hardware threads of 4 cores')
  })

  test('says that more may help still', () => {
    const points = [pointWith(1, 1000, null), pointWith(2, 1900, null)]
    expect(explain({ points })).toBe(
      'Throughput still grows at 2 pods, the most tried: raise --to. 2 pods are enough, as many as the 2 cores of this machine, which the target shares.',
    )
  })

  test('says of connections whether their one thread has time left', () => {
    const with2 = (cpuShare: number | null) =>
      explain({
        plan: connections,
        points: [pointWith(1, 1000), pointWith(2, 1900, cpuShare), pointWith(3, 1950)],
      })
    expect(with2(0.98)).toContain('uses 98 % of its core: what stops helping there may be this thread')
    expect(with2(0.2)).toContain('uses 20 % of its core and is not what limits')
    expect(with2(0.8)).toContain('uses 80 % of its core: whether it limits, or the target, cannot be told')
    expect(with2(null)).toBe('')
  })
})
