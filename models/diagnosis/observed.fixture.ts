import { plantedProfiles, plantedSource } from '../profile/planted-profiles.fixture.ts'
import type { HealthFigures } from './health-figures.ts'
import { type HotPathInput, type HotPathView, hotPathView } from './hot-path-view.ts'
import type { Observed } from './observed.ts'

export const noFigures: HealthFigures = {
  durationMs: 0,
  requests: null,
  eventLoopDelayMeanMs: null,
  eventLoopDelayMaxMs: null,
  gcTotalMs: null,
  cpuSeconds: null,
  cores: 1,
  activeResources: null,
  openFiles: null,
  openFilesLimit: null,
  waitedMs: null,
  heapUsedBytes: null,
  heapLimitBytes: null,
}

/** Ten seconds of 100 requests a second that take 20 ms each, at next to no CPU. */
export const calm: Observed = {
  figures: { ...noFigures, durationMs: 10_000, requests: 1000, cpuSeconds: 0.5 },
  profiled: null,
  knowledge: { lines: [], sourceOf: () => null },
  waits: [],
  meanResponseMs: 20,
  heapGrowth: null,
}

/** A profile that Node recorded, with the source that ran. */
export function plantedView(
  name: keyof typeof plantedProfiles,
  more: Partial<HotPathInput> = {},
): HotPathView {
  return hotPathView({
    recorded: plantedProfiles[name],
    figures: { ...noFigures, durationMs: plantedProfiles[name].profile.endTime / 1000 },
    waits: [],
    meanResponseMs: null,
    root: '/srv/app',
    sourceOf: (file) => (file === 'planted.mjs' ? plantedSource : null),
    ...more,
  })
}
