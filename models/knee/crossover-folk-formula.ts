/**
 * A rule that is passed on by word of mouth for the request rate at which a pool stops reusing connections, exactly as
 * it is written: QPS ≈ (maxIdlePerHost × keepAlive⁻¹) / RTT, with times in seconds.
 *
 * **Its dimensions.** A count, divided by a time, divided by a time: 1/s², the unit of a rate that grows, and no rate.
 * So the number depends on the unit that times are written in. 2 idle connections, 90 s and 20 ms give 1.11 in
 * seconds, 4000 in minutes (4000/min² = 1.11/s²), 1.1 × 10⁻⁶ in milliseconds; "4000 per minute" would be 67/s, another
 * answer from the same pool. No formula that does this can be right in more than one system of units.
 *
 * **Why it is believed.** Each factor points the right way or looks as if it did: more idle connections and faster
 * answers do move the crossover up. The two halves are even true, of two different things: `idleChurnBound`
 * (maxIdle / keepAlive, in 1/s) bounds the *dials* that expiry causes, and `littleCrossover` (maxIdle / response time,
 * in 1/s) is the *request rate* at which as many connections are busy, on average, as may be idle. The rule multiplies
 * them and drops a factor. keepAlive does not belong in it: a pool that runs over its idle cap closes connections long
 * before they could expire.
 *
 * @param maxIdle idle connections kept per host, ≥ 0
 * @param keepAliveMs idle timeout in ms, > 0
 * @param rttMs what the rule calls round trip, in ms, > 0; those who use it mean the time of a whole request
 * @returns in 1/s²; `null` where the pool has no idle cap or no idle timeout, since the rule says nothing then
 * @throws RangeError when an argument is out of range
 */
export function folkCrossover(maxIdle: number, keepAliveMs: number, rttMs: number): number | null {
  requireSettings(maxIdle, keepAliveMs)
  requireTime('rttMs', rttMs)
  if (maxIdle === Infinity || keepAliveMs === Infinity) return null
  return (maxIdle * (1 / (keepAliveMs / 1000))) / (rttMs / 1000)
}

/**
 * Most dials per second that a pool can go on making because idle connections expire: at most `maxIdle` are idle, and
 * each has to be idle for the whole timeout first.
 *
 * @param maxIdle idle connections kept per host, ≥ 0
 * @param keepAliveMs idle timeout in ms, > 0
 * @returns in 1/s; `null` without an idle cap, 0 without a timeout
 * @throws RangeError when an argument is out of range
 */
export function idleChurnBound(maxIdle: number, keepAliveMs: number): number | null {
  requireSettings(maxIdle, keepAliveMs)
  if (keepAliveMs === Infinity) return 0
  return maxIdle === Infinity ? null : (1000 * maxIdle) / keepAliveMs
}

/**
 * The rate at which as many connections are busy on average as may be idle: Little's law, busy = rate × response time
 * (Little 1961, Operations Research 9, 383–387), solved for the rate. Its dimensions are right. Dials begin below it,
 * since the number of busy connections varies about its mean.
 *
 * @param maxIdle idle connections kept per host, ≥ 0
 * @param busyMs mean time for which a request holds a connection, in ms, > 0
 * @returns requests per second; Infinity without an idle cap
 * @throws RangeError when an argument is out of range
 */
export function littleCrossover(maxIdle: number, busyMs: number): number {
  requireSettings(maxIdle, 1)
  requireTime('busyMs', busyMs)
  return (1000 * maxIdle) / busyMs
}

function requireSettings(maxIdle: number, keepAliveMs: number): void {
  if (!(maxIdle >= 0)) throw new RangeError(`maxIdle must be 0 or more, got ${maxIdle}`)
  if (!(keepAliveMs > 0)) throw new RangeError(`keepAliveMs must be above 0, got ${keepAliveMs}`)
}

function requireTime(name: string, ms: number): void {
  if (!(ms > 0 && ms < Infinity)) throw new RangeError(`${name} must be above 0 and finite, got ${ms}`)
}
