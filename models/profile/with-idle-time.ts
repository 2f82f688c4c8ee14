import type { CallFrame, CpuProfile, CpuProfileNode } from './cpu-profile.ts'

/** How profiles are taken unless something else is asked for. */
const DEFAULT_INTERVAL_US = 1000

/** A busy machine delays a sample by some intervals; what is later than so many was not busy. */
const MOST_INTERVALS = 5

/**
 * The profile with its idle time told apart. V8 samples an idle thread too, as `(idle)`. JavaScriptCore samples only
 * while something runs, native code included, and the time of a pause would count for what ran before it: there a sample
 * stands for 5 intervals at most, and `(idle)` for the rest.
 *
 * @param intervalUs that samples were to be apart, > 0
 * @returns the profile itself where the engine tells idle time, or there are no times
 */
export function withIdleTime(profile: CpuProfile, intervalUs: number = DEFAULT_INTERVAL_US): CpuProfile {
  const { nodes, samples = [], timeDeltas = [], startTime, endTime } = profile
  if (nodes.some(isOfEngine) || timeDeltas.length === 0 || samples.length === 0) return profile
  const mostUs = MOST_INTERVALS * intervalUs
  const idleId = 1 + nodes.reduce((most, { id }) => Math.max(most, id), 0)
  const sampledUs = timeDeltas.reduce((sum, delta) => sum + delta, 0)
  const told = { samples: [] as number[], timeDeltas: [] as number[] }
  const add = (nodeId: number, deltaUs: number) => {
    told.samples.push(nodeId)
    told.timeDeltas.push(deltaUs)
  }
  for (const [i, nodeId] of samples.slice(0, timeDeltas.length).entries()) {
    const deltaUs = timeDeltas[i] ?? 0
    const isPause = i > 0 && deltaUs > mostUs
    if (isPause) add(idleId, mostUs)
    add(nodeId, isPause ? deltaUs - mostUs : deltaUs)
  }
  if (endTime - startTime - sampledUs > mostUs) add(idleId, mostUs)
  return { ...profile, nodes: withNode(nodes, idleId), ...told }
}

/** What V8 adds to every profile. */
function isOfEngine({ callFrame: { functionName, url } }: CpuProfileNode): boolean {
  return url === '' && (functionName === '(idle)' || functionName === '(program)')
}

const IDLE: CallFrame = { functionName: '(idle)', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 }

/** A child of the root, which comes first. */
function withNode([root, ...others]: readonly CpuProfileNode[], id: number): CpuProfileNode[] {
  const idle = { id, callFrame: IDLE }
  if (root === undefined) return [idle]
  return [{ ...root, children: [...(root.children ?? []), id] }, ...others, idle]
}
