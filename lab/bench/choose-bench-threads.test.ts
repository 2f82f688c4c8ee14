import { expect, it } from 'vitest'
import { closedPlan } from './bench-result.fixture.ts'
import { chooseBenchThreads } from './choose-bench-threads.ts'

const eightCores = { cores: 8, quotaCores: null }

it('takes the free cores where there is enough for each', () => {
  expect(chooseBenchThreads(closedPlan, eightCores)).toEqual({
    threads: 7,
    why: '7 load threads for 8 cores, one left to the target',
    warning: null,
  })
})

it('takes fewer where a limit cannot be divided among so many, and says why', () => {
  const settings = { ...closedPlan.settings, maxIdlePerHost: 2 }
  expect(chooseBenchThreads({ ...closedPlan, settings }, eightCores)).toEqual({
    threads: 2,
    why: '2 load threads: there can be no more with maxIdlePerHost 2, of which each needs one',
    warning: null,
  })
})
