import { describe, expect, it } from 'vitest'
import { sampleWith } from './load-sample.fixture.ts'
import { LoadMeter } from './load-meter.ts'

describe('LoadMeter', () => {
  it('gives rates of the last second, not of the whole', () => {
    const meter = new LoadMeter()
    for (let i = 0; i <= 8; i++) {
      const rate = i <= 4 ? 1000 : 200
      const due = 5000 + 1000 * Math.min(1, i / 4) + Math.max(0, i - 4) * (rate / 4)
      meter.take(sampleWith({ due, completed: due - 10, dialed: i }), 250 * i)
    }
    expect(meter.reading).toMatchObject({ dueRate: 200, completedRate: 200, dialRate: 4, isOpen: true })
  })

  it('knows no rate before it has seen 400 ms, nor of the warm-up', () => {
    const meter = new LoadMeter()
    expect(meter.reading).toBeNull()
    meter.take(sampleWith({ due: 0, completed: 0, dialed: 0 }), 0)
    meter.take(sampleWith({ due: 0, completed: 0, dialed: 0 }), 500)
    meter.take(sampleWith({ due: 40, completed: 40 }), 750)
    meter.take(sampleWith({ due: 80, completed: 80 }), 1000)
    expect(meter.reading?.dueRate).toBeNull()
    meter.take(sampleWith({ due: 120, completed: 119 }), 1250)
    expect(meter.reading).toMatchObject({ dueRate: 160, completedRate: 158 })
  })

  it('begins anew with a stretch that follows, and keeps the history', () => {
    const meter = new LoadMeter()
    meter.take(sampleWith({ due: 900, p99Ms: 30 }), 0)
    meter.take(sampleWith({ due: 1000, p99Ms: 40 }), 500)
    meter.take(sampleWith({ due: 10, dialed: 0, p99Ms: 5 }), 1000)
    expect(meter.reading).toMatchObject({ dueRate: null, p99: { ms: 5, historyMs: [30, 40, 5] } })
  })

  it('has a bar for each half second, of the last thirty', () => {
    const meter = new LoadMeter()
    for (let i = 0; i < 100; i++) meter.take(sampleWith({ p50Ms: i }), 250 * i)
    const history = meter.reading?.p50.historyMs ?? []
    expect([history.length, history.at(0), history.at(-1)]).toEqual([30, 40, 98])
  })

  it('leaves out what is not known', () => {
    const meter = new LoadMeter()
    meter.take(
      sampleWith({ p50Ms: Number.NaN, p99Ms: Number.NaN, latenessP99Ms: Number.NaN, closed: true }),
      0,
    )
    const nothing = { ms: null, historyMs: [] }
    expect(meter.reading).toMatchObject({ p50: nothing, p99: nothing, latenessP99Ms: null, isOpen: false })
  })
})
