import { describe, expect, it } from 'vitest'
import type { VerifyBlock } from '../../artifacts/verify.ts'
import { CompositionRecorder } from '../../measurement/composition.ts'
import { storeComposition } from '../../measurement/stored-composition.ts'
import { verifyBlock, verifyPair as pair } from '../verify-pairs.fixture.ts'
import { compositionFigure } from './composition-figure.ts'

const unknown = verifyBlock({ responseMs: 10 })

/** Requests that wait as long for a connection, and are answered after 10 ms more. */
function blockWith(waitsMs: readonly number[]): VerifyBlock {
  const recorder = new CompositionRecorder()
  for (const ms of waitsMs) {
    const times = { dueMs: 0, askedMs: 1, sentMs: 1 + ms, firstByteMs: 10 + ms, ownDial: null }
    recorder.record(times, 11 + ms)
  }
  const composition = storeComposition(recorder.composition())
  return { ...unknown, measured: { ...unknown.measured, composition } }
}

describe('the composition figure', () => {
  it('has bars of all windows together', () => {
    const figure = compositionFigure([
      pair(blockWith([...Array<number>(98).fill(0), 100]), blockWith([0])),
      pair(blockWith([200]), blockWith([4])),
    ])
    const parts = { late: 1, connect: 0, tls: 0, firstByte: 9, body: 1 }
    expect(figure?.bars).toEqual([
      { side: 'before', of: 'all', requests: 100, partsMs: { ...parts, poolWait: 3 } },
      { side: 'before', of: 'slowest', requests: 2, partsMs: { ...parts, poolWait: 150 } },
      { side: 'after', of: 'all', requests: 2, partsMs: { ...parts, poolWait: 2 } },
      { side: 'after', of: 'slowest', requests: 1, partsMs: { ...parts, poolWait: 4 } },
    ])
  })

  it.each([
    ['of no windows', []],
    ['where a block does not know', [pair(blockWith([0]), unknown)]],
    ['where one of an earlier version has none', [pair(blockWith([0]), earlier(unknown))]],
    ['where a side answered nothing', [pair(blockWith([0]), blockWith([]))]],
  ])('is none %s', (_, pairs) => {
    expect(compositionFigure(pairs)).toBeNull()
  })
})

function earlier(block: VerifyBlock): VerifyBlock {
  const { composition: _, ...measured } = block.measured
  return { ...block, measured }
}
