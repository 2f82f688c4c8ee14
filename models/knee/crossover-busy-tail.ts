/** Terms smaller than this share of the largest are left out. */
const NEGLIGIBLE = 1e-20

/**
 * How likely a Poisson number is to be `least` or more. Where requests come at random (Poisson) and a pool is never at
 * a limit, that is the share of them that find so many connections busy: their number has the Poisson distribution with
 * mean rate × response time, whatever the distribution of response times (M/G/∞; Takács 1962, Introduction to the
 * Theory of Queues, ch. 3), and arrivals see it as it is on average (Wolff 1982, Operations Research 30, 223–231).
 *
 * With `least` = the idle cap it bounds from above the share of requests that dial, where nothing expires and dialing
 * takes no time: a pool that once had as many connections open as its cap never has fewer again, so a request that finds
 * fewer busy finds one idle.
 *
 * @param mean mean number of busy connections, finite, ≥ 0
 * @param least whole, ≥ 0, or Infinity
 * @throws RangeError when an argument is out of range
 */
export function busyTail(mean: number, least: number): number {
  if (!(mean >= 0 && mean < Infinity)) {
    throw new RangeError(`a mean number of connections must be finite and >= 0, got ${mean}`)
  }
  if (!(least >= 0)) throw new RangeError(`a number of connections must be >= 0, got ${least}`)
  if (least === 0) return 1
  if (mean === 0) return 0
  const mode = Math.floor(mean)
  let below = 0
  let atLeast = 0
  const count = (busy: number, term: number): void => {
    if (busy >= least) atLeast += term
    else below += term
  }
  for (let busy = mode, term = 1; term > NEGLIGIBLE; busy++, term *= mean / busy) count(busy, term)
  for (let busy = mode, term = 1; busy > 0 && term > NEGLIGIBLE;) {
    term *= busy / mean
    busy--
    count(busy, term)
  }
  return atLeast / (below + atLeast)
}
