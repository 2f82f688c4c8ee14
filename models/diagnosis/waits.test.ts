import { expect, it } from 'vitest'
import { readWaits } from './waits.ts'

const counters = {
  'wait:pool:postgres:count': 120,
  'wait:pool:postgres:totalUs': 9_000_000,
  'wait:pool:postgres:maxUs': 250_000,
  'wait:pool:postgres:busy': 4,
  'wait:lock:cart:2:count': 10,
  'wait:lock:cart:2:totalUs': 500,
  'wait:lock:cart:2:maxUs': 100,
  'wait:slot:idle:count': 7,
  'wait:slot:idle:totalUs': 70,
  'wait:tea:pot:count': 3,
  'codec.copies': 9,
}

it('reads what was waited for since the counters before, the longest first', () => {
  const before = {
    'wait:pool:postgres:count': 20,
    'wait:pool:postgres:totalUs': 1_000_000,
    'wait:pool:postgres:maxUs': 250_000,
    'wait:slot:idle:count': 7,
    'wait:slot:idle:totalUs': 70,
  }
  expect(readWaits(counters, before)).toEqual([
    { kind: 'pool', name: 'postgres', waits: 100, totalMs: 8000, maxMs: null, busy: 4 },
    { kind: 'lock', name: 'cart:2', waits: 10, totalMs: 0.5, maxMs: 0.1, busy: null },
  ])
})

it('takes all of a target that has started again', () => {
  const before = {
    'wait:pool:postgres:count': 5000,
    'wait:pool:postgres:totalUs': 9e9,
    'wait:pool:postgres:maxUs': 9e6,
  }
  expect(readWaits(counters, before)[0]).toEqual({
    kind: 'pool',
    name: 'postgres',
    waits: 120,
    totalMs: 9000,
    maxMs: 250,
    busy: 4,
  })
})

it('says where it is waited for, where the target tells', () => {
  const placed = {
    ...counters,
    'wait:pool:postgres:at:findUser (/srv/app/users.js:12:9)': 1,
    'wait:pool:postgres:at:findCart (/srv/app/cart (old).js:40:3)': 30,
    'wait:lock:cart:2:at:nowhere': 5,
  }
  expect(readWaits(placed).map(({ name, site }) => [name, site])).toEqual([
    [
      'postgres',
      { functionName: 'findCart', file: '/srv/app/cart (old).js', line: 0, column: 0, hotLine: 40 },
    ],
    ['cart:2', undefined],
    ['idle', undefined],
  ])
})

it('is not misled by names that objects have anyway', () => {
  const hostile = JSON.parse(
    '{"wait:lock:__proto__:count": 2, "wait:lock:constructor:totalUs": 5}',
  ) as Record<string, number>
  expect(readWaits(hostile).map(({ name, waits }) => [name, waits])).toEqual([['__proto__', 2]])
})
