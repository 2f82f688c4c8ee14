import { describe, expect, it } from 'vitest'
import { explainMisses } from './explain-misses.ts'
import { type BlockFigures, verifyBlock, verifyPair } from './verify-pairs.fixture.ts'

const asPredicted: BlockFigures = { responseMs: 20, serviceMs: 20, poolWaitMs: 0, latenessMs: 0 }

/** One window: today's settings as predicted, the recommended ones as measured against a prediction of 20 ms. */
function afterwards(measured: BlockFigures, predicted: BlockFigures = asPredicted): string[] {
  return [...explainMisses([verifyPair(verifyBlock(asPredicted), verifyBlock(measured, predicted))]).reasons]
}

describe('explainMisses', () => {
  it('lists every window, that in which the change of the P99 was missed by most first', () => {
    const missBy = (factor: number, fromMs: number) =>
      verifyPair(
        verifyBlock({ responseMs: 40, dialed: 20 }),
        verifyBlock({ responseMs: 20 * factor, dialed: 7 }, { responseMs: 20, dialed: 2 }),
        fromMs,
      )
    const { windows } = explainMisses([missBy(1.1, 0), missBy(3, 5000), missBy(0.5, 9000)])
    expect(windows.map(({ number }) => number)).toEqual([2, 3, 1])
    expect(windows[0]).toMatchObject({
      fromMs: 5000,
      rate: 100,
      before: { dialsPerSecond: { predicted: 20, measured: 20 } },
      after: {
        meanMs: { predicted: 20, measured: 60 },
        dialsPerSecond: { predicted: 2, measured: 7 },
      },
    })
    expect(windows[0]?.changeError).toBeCloseTo(Math.log(3), 2)
    expect(windows[1]?.changeError).toBeCloseTo(Math.log(0.5), 2)
  })

  it('takes it for no miss where both settings were slower alike', () => {
    const slower = (responseMs: number) => verifyBlock({ responseMs: 2 * responseMs }, { responseMs })
    const { windows } = explainMisses([verifyPair(slower(40), slower(20))])
    expect(windows[0]?.changeError).toBeCloseTo(0, 2)
  })

  it('says what was predicted of the P99 and what came', () => {
    const { reasons } = explainMisses([
      verifyPair(verifyBlock({ responseMs: 40 }), verifyBlock({ responseMs: 60 }, { responseMs: 20 })),
    ])
    expect(reasons[0]).toMatch(
      /^The P99 was predicted to go from 40\.\d to 20\.\d ms; it went from 40\.\d to 60\.\d ms\.$/,
    )
  })

  it('finds a wait for connections, and that more were opened, more slowly', () => {
    const measured = { ...asPredicted, responseMs: 50, poolWaitMs: 30, dialed: 40, dialMs: 25 }
    const reasons = afterwards(measured, { ...asPredicted, dialed: 4, dialMs: 10 })
    expect(reasons[1]).toMatch(
      /waited longer for a connection: P99 30\.\d ms \(predicted 0\.00 ms\), mean 30\.0 ms \(predicted 0\.00 ms\)/,
    )
    expect(reasons[2]).toBe('40.00 connections/s were opened (predicted 4.00).')
    expect(reasons[3]).toBe('Opening one took 25.0 ms in the mean (predicted 10.0 ms).')
    expect(reasons).toHaveLength(4)
  })

  it('finds a wait that did not come from opening connections', () => {
    const reasons = afterwards({ ...asPredicted, responseMs: 50, poolWaitMs: 30 })
    expect(reasons[2]).toContain('did not come from opening connections')
  })

  it('finds a target that is slower than in the sweep, and puts the larger reason first', () => {
    const measured = { responseMs: 60, serviceMs: 50, poolWaitMs: 0, latenessMs: 10 }
    const reasons = afterwards(measured)
    expect(reasons[1]).toMatch(
      /took longer to answer than in the sweep.*P99 50\.\d ms \(predicted 20\.\d ms\)/,
    )
    expect(reasons[2]).toMatch(/went out late: P99 10\.\d+ ms/)
    expect(reasons).toHaveLength(3)
  })

  it('finds failures, from one request in a thousand', () => {
    expect(afterwards({ ...asPredicted, failed: 2 })[1]).toBe(
      'With the recommended settings, 2.00 % of the requests failed (predicted 0.00 %), most often with ECONNRESET (2 times).',
    )
  })

  it("finds that today's settings did better than predicted", () => {
    const predicted = { responseMs: 60, serviceMs: 20, poolWaitMs: 40 }
    const before = verifyBlock({ responseMs: 15, serviceMs: 14, poolWaitMs: 1 }, predicted)
    const { reasons } = explainMisses([verifyPair(before, verifyBlock(asPredicted))])
    expect(reasons[1]).toMatch(/^Today's settings did better than predicted: requests waited less/)
    expect(reasons[2]).toMatch(/^With today's settings, the target answered faster/)
  })

  it('says so where no part stands out', () => {
    const reasons = afterwards({ ...asPredicted, serviceMs: 21, responseMs: 21 })
    expect(reasons[1]).toContain('No part of the response time missed')
  })

  it('has nothing to say of no windows', () => {
    expect(explainMisses([])).toEqual({ windows: [], reasons: [] })
  })
})
