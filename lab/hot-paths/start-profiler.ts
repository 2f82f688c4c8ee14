import { GoProfiler } from './go-profiler.ts'
import type { HotPathSource } from './hot-path-source.ts'
import { pause } from './pause.ts'
import { ProbeProfiler } from './probe-profiler.ts'
import { NOTHING_TAKEN, type Profiler } from './profiler.ts'

const noProfiler: Profiler = {
  take: pause,
  stop: () => Promise.resolve(),
  finish: () => Promise.resolve(NOTHING_TAKEN),
}

/** Starts the profiler that the source has, if it has one. Never throws. */
export async function startProfiler({ probe, pprof, allow }: HotPathSource): Promise<Profiler> {
  if (probe !== null) return ProbeProfiler.start(probe)
  return pprof === null ? noProfiler : new GoProfiler(pprof, allow)
}
