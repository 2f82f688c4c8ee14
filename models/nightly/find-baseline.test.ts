import { expect, it } from 'vitest'
import { findBaseline } from './find-baseline.ts'
import type { NightRecord } from './night-record.ts'
import { type KnownNight, pastNight } from './nights.fixture.ts'

const conditions = { fingerprint: 'this machine', scenarioHash: 'this scenario' }
/** Of a record, what is looked at. */
const record = (known: KnownNight) => pastNight(known) as NightRecord

it('is the newest night that was pinned under the same conditions', () => {
  const pinned = record({ verdict: 'baseline' })
  const history = [
    record({ verdict: 'baseline' }),
    record({}),
    pinned,
    record({ verdict: 'regression' }),
    record({ verdict: 'baseline', fingerprint: 'elsewhere' }),
    record({ verdict: 'baseline', scenarioHash: 'another' }),
  ]
  expect(findBaseline(history, conditions)).toBe(pinned)
})

it('is none where no such night was pinned', () => {
  expect(findBaseline([], conditions)).toBeNull()
  expect(
    findBaseline([record({}), record({ verdict: 'baseline', scenarioHash: 'another' })], conditions),
  ).toBeNull()
})
