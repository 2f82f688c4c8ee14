import { noFigures, plantedView } from '../../models/diagnosis/observed.fixture.ts'
import { hotPathView, type HotPathView } from '../../models/diagnosis/hot-path-view.ts'
import { plantedProfiles } from '../../models/profile/planted-profiles.fixture.ts'
import type { CpuProfile } from '../../models/profile/cpu-profile.ts'

/** A view with something in every section. */
export const fullView: HotPathView = plantedView('crypto', {
  figures: {
    ...noFigures,
    durationMs: 10_000,
    requests: 1000,
    eventLoopDelayMeanMs: 4,
    eventLoopDelayMaxMs: 293,
    gcTotalMs: 600,
    cpuSeconds: 3,
  },
  waits: [{ kind: 'pool', name: 'postgres', waits: 400, totalMs: 9000, maxMs: 80, busy: 8 }],
  meanResponseMs: 20,
})

/** Nothing was profiled, counted or known. */
export const emptyView: HotPathView = hotPathView({
  recorded: null,
  figures: noFigures,
  waits: [],
  meanResponseMs: null,
})

/** The same with names as an attacker would choose them. */
export function hostileView(name: string): HotPathView {
  const { profile, startedAtEpochMs, blocks } = plantedProfiles.crypto
  const renamed: CpuProfile = {
    ...profile,
    nodes: profile.nodes.map((node) => ({
      ...node,
      callFrame: { ...node.callFrame, functionName: name, url: `${node.callFrame.url}${name}` },
    })),
  }
  return hotPathView({
    recorded: { profile: renamed, startedAtEpochMs, blocks },
    figures: { ...noFigures, durationMs: 1000, requests: 10, cpuSeconds: 0.1 },
    waits: [{ kind: 'lock', name, waits: 400, totalMs: 9000, maxMs: null, busy: null }],
    meanResponseMs: 1000,
    sourceOf: () => `${name}\n`.repeat(10),
  })
}
