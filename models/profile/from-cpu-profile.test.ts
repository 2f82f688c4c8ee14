import { describe, expect, it } from 'vitest'
import { fromCpuProfile } from './from-cpu-profile.ts'
import { plantedProfiles } from './planted-profiles.fixture.ts'
import { topFunctions } from './top-functions.ts'

const callFrame = (functionName: string, url = '', lineNumber = -1) => ({
  functionName,
  scriptId: '0',
  url,
  lineNumber,
  columnNumber: lineNumber < 0 ? -1 : 9,
})

const nodes = [
  { id: 1, callFrame: callFrame('(root)'), hitCount: 0, children: [2, 3] },
  { id: 2, callFrame: callFrame('serve', 'file:///srv/my%20app/a.js', 4), hitCount: 3, children: [4] },
  { id: 3, callFrame: callFrame('(idle)'), hitCount: 1 },
  { id: 4, callFrame: callFrame('', 'file:///srv/my%20app/a.js', 7), hitCount: 1 },
]

const values = (profile: ReturnType<typeof fromCpuProfile>) =>
  profile.samples.map(({ stack, value }) => [
    stack.map((i) => profile.frames[i]?.functionName).join('<'),
    value,
  ])

describe('fromCpuProfile', () => {
  it('gives each sample the time until the next one, and the last the time until the end', () => {
    const profile = fromCpuProfile({
      nodes,
      startTime: 1000,
      endTime: 2000,
      samples: [2, 4, 3, 2],
      timeDeltas: [100, 200, 300, 150],
    })
    expect(values(profile)).toEqual([
      ['serve', 450],
      ['(anonymous)<serve', 300],
      ['(idle)', 150],
    ])
    expect(profile.frames[0]).toEqual({
      functionName: 'serve',
      file: '/srv/my app/a.js',
      line: 5,
      column: 10,
    })
    expect(profile.frames.find(({ functionName }) => functionName === '(idle)')?.file).toBe('')
  })

  it('puts samples in order that V8 wrote out of it', () => {
    const profile = fromCpuProfile({
      nodes,
      startTime: 0,
      endTime: 500,
      samples: [2, 3, 4],
      timeDeltas: [100, 300, -100],
    })
    // At 100 serve, at 300 the anonymous function, at 400 idle.
    expect(values(profile)).toEqual([
      ['serve', 200],
      ['(anonymous)<serve', 100],
      ['(idle)', 100],
    ])
  })

  it('counts hits where there are no times', () => {
    expect(values(fromCpuProfile({ nodes, startTime: 0, endTime: 5000 }))).toEqual([
      ['serve', 3000],
      ['(idle)', 1000],
      ['(anonymous)<serve', 1000],
    ])
    expect(values(fromCpuProfile({ nodes, startTime: 0, endTime: 0 }, 250))[0]).toEqual(['serve', 750])
  })

  it('survives nodes that are their own parents, and samples of nodes that there are not', () => {
    const loop = [{ id: 1, callFrame: callFrame('f', 'a.js', 1), children: [1] }]
    const profile = fromCpuProfile({
      nodes: loop,
      startTime: 0,
      endTime: 20,
      samples: [1, 9],
      timeDeltas: [0, 10],
    })
    expect(values(profile).map(([, value]) => value)).toEqual([10, 10])
  })

  it('finds the planted function in a profile that Node recorded', () => {
    const top = topFunctions(fromCpuProfile(plantedProfiles.crypto.profile))
    const planted = top.find(({ functionName }) => functionName === 'hashPassword')
    expect(planted).toMatchObject({ file: '/srv/app/planted.mjs', line: 4, kind: 'own', self: 0 })
    expect(planted?.totalShare).toBeGreaterThan(0.9)
  })
})
