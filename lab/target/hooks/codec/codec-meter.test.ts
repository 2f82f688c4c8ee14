import { expect, it } from 'vitest'
import { readCounters } from '../../../target-probe/counters.ts'
import { CodecMeter } from './codec-meter.ts'

it('counts for its owner and among the counters of the process', () => {
  const before = readCounters()
  const meter = new CodecMeter()
  meter.copied(7)
  meter.copied(5)
  meter.received(3)
  meter.sent(2)
  meter.lease()
  meter.giveBack()
  expect(meter).toEqual({ copies: 2, copiedBytes: 12, bytesIn: 3, bytesOut: 2, leased: 1, returned: 1 })
  const grown = Object.entries(readCounters()).map(([name, value]) => [name, value - (before[name] ?? 0)])
  expect(Object.fromEntries(grown)).toMatchObject({
    'codec.copies': 2,
    'codec.copiedBytes': 12,
    'codec.bytesIn': 3,
    'codec.bytesOut': 2,
    'codec.leased': 1,
    'codec.returned': 1,
  })
})
