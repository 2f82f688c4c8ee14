import { describe, expect, it } from 'vitest'
import type { ExperimentRound } from '../../models/experiment/experiment-artifact.ts'
import { blockOf } from '../../models/experiment/experiment-blocks.fixture.ts'
import { Interrupted } from '../interrupted.ts'
import { measureRounds } from './measure-rounds.ts'

const plan = { name: 'quick', rounds: 4, warmUpBlocks: 1, warmupMs: 1, measuredMs: 1 } as const

async function measured(stopAfter = Infinity): Promise<{
  sent: string[]
  kept: number[]
  rounds: readonly ExperimentRound[] | null
}> {
  const abort = new AbortController()
  const sent: string[] = []
  const kept: number[] = []
  const rounds = await measureRounds({
    plan,
    variants: 2,
    signal: abort.signal,
    send(variant, round) {
      sent.push(`${round ?? 'warm-up'}${'AB'[variant]}`)
      if (sent.length === stopAfter) abort.abort(new Interrupted())
      return Promise.resolve(blockOf([], { cpuSeconds: variant }))
    },
    keep(all) {
      kept.push(all.length)
      return Promise.resolve()
    },
  }).catch((error: unknown) => {
    expect(error).toBeInstanceOf(Interrupted)
    return null
  })
  return { sent, kept, rounds }
}

describe('measureRounds', () => {
  it('warms all variants up, then sends rounds in balanced orders', async () => {
    const { sent, rounds } = await measured()
    expect(sent.join(' ')).toBe('warm-upA warm-upB 0A 0B 1B 1A 2B 2A 3A 3B')
    expect(rounds?.map(({ order }) => order)).toEqual([
      [0, 1],
      [1, 0],
      [1, 0],
      [0, 1],
    ])
    expect(rounds?.map(({ blocks }) => blocks.map(({ target }) => target.cpuSeconds))).toEqual(
      Array.from({ length: 4 }, () => [0, 1]),
    )
  })

  it('keeps every round that is whole, and no half one', async () => {
    expect((await measured()).kept).toEqual([1, 2, 3, 4])
    expect(await measured(5)).toMatchObject({ kept: [1], rounds: null })
  })
})
