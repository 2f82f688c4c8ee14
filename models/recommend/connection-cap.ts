/** Room above what the target can use at its knee, so that the cap is a fuse and not a brake. */
export const HEADROOM = 1.5
/** Beyond so many times what the target can use, more connections cannot help, whatever a burst asks for. */
const MOST_OVER_KNEE = 4

/**
 * `maxConnsPerHost` for one pod. At its knee the target works on `kneeConcurrency` requests at once (Little's law);
 * connections beyond that only lengthen its queue. Not below what one pod was seen to need, within reason.
 *
 * @param kneeConcurrency requests under way at the knee, all pods together; `null` when no knee was found
 * @param peakBusyPerPod most requests a pod had under way at once in the simulated schedule
 * @param spare ≥ 1: how much the room is widened where the model that the figures rest on is off
 * @returns connections, or `null` when there is nothing to base a cap on
 */
export function connectionCap(
  kneeConcurrency: number | null,
  pods: number,
  peakBusyPerPod: number,
  spare = 1,
): number | null {
  if (kneeConcurrency === null) return null
  const fairShare = kneeConcurrency / pods
  const needed = Math.min(peakBusyPerPod, Math.ceil(MOST_OVER_KNEE * fairShare))
  return Math.max(1, Math.ceil(HEADROOM * spare * fairShare), needed)
}

/**
 * `maxConnsPerHost` where no knee was found: as today, unless that is less than what a pod was seen to need.
 *
 * @param todayCap connections; Infinity for no limit
 * @returns connections, or `null` to leave it
 */
export function capWithoutKnee(todayCap: number, peakBusyPerPod: number): number | null {
  return todayCap >= peakBusyPerPod ? null : Math.ceil(HEADROOM * peakBusyPerPod)
}
