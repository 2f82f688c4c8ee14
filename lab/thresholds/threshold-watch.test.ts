import { describe, expect, it } from 'vitest'
import { steadyMeasurement } from '../../models/measurement/measurement.fixture.ts'
import { thresholdOf } from '../../models/thresholds/threshold.fixture.ts'
import { ThresholdWatch } from './threshold-watch.ts'

const fast = steadyMeasurement({ responseMs: 1 })
const slow = steadyMeasurement({ responseMs: 5 })
const asking = thresholdOf('responseTime', 'avg<2.5', { abortOnFail: true })

describe('a watch', () => {
  it('is needed where a threshold may end the run', () => {
    expect(new ThresholdWatch([thresholdOf('responseTime', 'avg<1')]).isNeeded).toBe(false)
    expect(new ThresholdWatch([thresholdOf('failed', 'rate<1'), asking]).isNeeded).toBe(true)
  })

  it('looks at all stretches together, and at the one that goes on', () => {
    const watch = new ThresholdWatch([asking], [fast])
    watch.add(fast)
    // (1 + 1 + 5) / 3 is less than 2.5, (1 + 1 + 5 + 5) / 4 is not.
    expect(watch.look(slow)).toBe(false)
    watch.add(slow)
    expect(watch.endedBy).toBeNull()
    expect(watch.look(slow)).toBe(true)
    expect(watch.endedBy).toBe(asking)
  })

  it('looks at a stretch that is over too, and stays with what it found', () => {
    const watch = new ThresholdWatch([asking])
    watch.add(slow)
    expect(watch.endedBy).toBe(asking)
    watch.add(fast)
    watch.add(fast)
    expect(watch.endedBy).toBe(asking)
  })

  it('does not take what no thread has told yet for a low rate', () => {
    const rate = thresholdOf('requests', 'rate>450', { abortOnFail: true })
    const told = (ended: number, measuredMs: number) => ({
      ...fast,
      measuredMs,
      requests: { ...fast.requests, due: ended, completed: ended, ended },
    })
    // 500 a second, told a quarter of a second ago, and by one of two threads a second before that.
    expect(new ThresholdWatch([rate]).look(told(500, 1250))).toBe(false)
    expect(new ThresholdWatch([rate]).look(told(1500, 3250))).toBe(false)
    // 300 a second, told at once.
    expect(new ThresholdWatch([rate]).look(told(1500, 5000))).toBe(false)
    expect(new ThresholdWatch([rate]).look(told(2400, 8000))).toBe(true)
    // A stretch that is over was told whole.
    const over = new ThresholdWatch([rate])
    over.add(told(1500, 5000))
    expect(over.endedBy).toBe(rate)
  })

  it('counts the delay over all stretches', () => {
    const watch = new ThresholdWatch([{ ...asking, delayMs: 2000 }])
    watch.add(slow)
    expect(watch.endedBy).toBeNull()
    expect(watch.look({ ...slow, measuredMs: 999 })).toBe(false)
    expect(watch.look(slow)).toBe(true)
  })
})
