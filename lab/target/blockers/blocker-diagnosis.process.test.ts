import { afterAll, describe, expect, it } from 'vitest'
import { WorkerPool } from '../../worker-pool.ts'
import { diagnoseBlocker } from './diagnose-blocker.fixture.ts'
import { faultOfDiagnosis } from './judge-diagnosis.fixture.ts'
import { knownBlockers } from './known-blockers.fixture.ts'

const workers = new WorkerPool(1, 1)

afterAll(() => workers.destroy())

describe.each(knownBlockers)('$blocker', (known) => {
  it.each([
    ['is named by its function in the first finding', false],
    ['is not accused once it is mended', true],
  ])('%s', async (_, fixed) => {
    const { view, load } = await diagnoseBlocker(known, { fixed, seed: 1, loadMs: 1500 }, workers)
    expect(load.requests.completed).toBeGreaterThan(known.rate)
    expect(faultOfDiagnosis(known, fixed, view)).toBeNull()
  })
})
