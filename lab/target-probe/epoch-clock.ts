const MOST_APART_MS = 2

/**
 * Wall-clock ms since the epoch, in fractions of a ms: by the monotonic clock, for as long as the two agree. Where the
 * wall clock has been set since the process started, whole ms.
 */
export function epochMs(): number {
  const precise = performance.timeOrigin + performance.now()
  const coarse = Date.now()
  return Math.abs(precise - coarse) <= MOST_APART_MS ? precise : coarse
}
