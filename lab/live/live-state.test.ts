import { describe, expect, it } from 'vitest'
import { sampleWith } from './load-sample.fixture.ts'
import { LiveState } from './live-state.ts'
import type { LiveStage } from './live-update.ts'

const stages = (current: string): LiveStage[] =>
  ['sweep', 'fit', 'verify'].map((name) => ({
    name,
    state: name === current ? 'current' : name === 'sweep' ? 'done' : 'to come',
    expectedMs: name === 'fit' ? null : 30_000,
  }))

describe('LiveState', () => {
  it('counts down until what goes on ends, and until all stages do', () => {
    const state = new LiveState()
    state.take({ stages: stages('sweep'), what: 'step 1', leftMs: 5000 }, 1000)
    expect(state.view(3000)).toMatchObject({ what: 'step 1', leftMs: 3000, stagesLeftMs: 58_000 })
    expect(state.view(60_000)).toMatchObject({ leftMs: 0, stagesLeftMs: 30_000 })
    state.take({ stages: stages('fit') }, 60_000)
    expect(state.view(61_000)).toMatchObject({ what: '', leftMs: null, stagesLeftMs: 30_000 })
    state.take({ stages: stages('verify') }, 62_000)
    state.take({ stageLeftMs: 45_000, leftMs: null }, 63_000)
    expect(state.view(64_000)).toMatchObject({ stagesLeftMs: 44_000 })
  })

  it('knows nothing of time where nobody said anything of it', () => {
    const state = new LiveState()
    state.take({ what: 'asking' }, 0)
    expect(state.view(1000)).toMatchObject({ leftMs: null, stagesLeftMs: null, load: null, work: null })
  })

  it('shows load or work, not both', () => {
    const state = new LiveState()
    state.take({ load: sampleWith() }, 0)
    expect(state.view(0).load?.open).toBe(10)
    state.take({ work: { share: 0.1, requests: 0 } }, 1)
    expect(state.view(1)).toMatchObject({ load: null, work: { requestRate: null, leftMs: null } })
    state.take({ load: sampleWith() }, 2)
    expect(state.view(2).work).toBeNull()
    state.take({ load: null }, 3)
    expect(state.view(3).load).toBeNull()
  })

  it('estimates how long work takes by how long it took, and begins anew with other work', () => {
    const state = new LiveState()
    state.take({ work: { share: 0.25, requests: 1_000_000 } }, 0)
    state.take({ work: { share: 0.5, requests: 3_000_000 } }, 2000)
    expect(state.view(2000).work).toEqual({ requestRate: 1_000_000, leftMs: 4000 })
    state.take({ work: { share: 0.75, requests: null } }, 4000)
    expect(state.view(4000).work).toEqual({ requestRate: null, leftMs: 2000 })
    state.take({ work: { share: 0, requests: 0 } }, 5000)
    expect(state.view(5000).work).toEqual({ requestRate: null, leftMs: null })
  })
})
