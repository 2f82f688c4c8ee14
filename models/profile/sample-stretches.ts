import type { CpuProfile } from './cpu-profile.ts'

/** A stretch of time in which a node was on top, as far as the samples tell; µs on the clock of the profile. */
export interface SampleStretch {
  readonly nodeId: number
  readonly fromUs: number
  readonly toUs: number
}

/**
 * Each sample stands for the time until the next one, the last for the time until the end: so Chrome's DevTools count.
 * V8 now and then writes a sample after a later one, with a negative difference: they are put in order here.
 *
 * @returns in order of time, without gaps; empty where the profile has no samples with times
 */
export function sampleStretches(profile: CpuProfile): SampleStretch[] {
  const { samples = [], timeDeltas = [], startTime, endTime } = profile
  if (timeDeltas.length === 0) return []
  let atUs = startTime
  const taken = samples.slice(0, timeDeltas.length).map((nodeId, i) => {
    atUs += timeDeltas[i] ?? 0
    return { nodeId, atUs }
  })
  taken.sort((a, b) => a.atUs - b.atUs)
  return taken.map(({ nodeId, atUs: fromUs }, i) => ({
    nodeId,
    fromUs,
    toUs: taken[i + 1]?.atUs ?? Math.max(fromUs, endTime),
  }))
}

/** µs by id of the node that was on top: by the samples' times, or else by how often it was met. */
export function selfTimes(profile: CpuProfile, intervalUs?: number): ReadonlyMap<number, number> {
  const times = new Map<number, number>()
  const add = (nodeId: number, us: number) => {
    if (us > 0) times.set(nodeId, (times.get(nodeId) ?? 0) + us)
  }
  const stretches = sampleStretches(profile)
  if (stretches.length > 0) for (const { nodeId, fromUs, toUs } of stretches) add(nodeId, toUs - fromUs)
  else {
    const hits = profile.nodes.reduce((sum, { hitCount = 0 }) => sum + hitCount, 0)
    const each = intervalUs ?? (hits === 0 ? 0 : (profile.endTime - profile.startTime) / hits)
    for (const { id, hitCount = 0 } of profile.nodes) add(id, hitCount * each)
  }
  return times
}
