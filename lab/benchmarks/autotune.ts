import { parseArgs } from 'node:util'
import type { Arrivals } from '../../models/arrivals/arrivals.ts'
import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import { goTransportPolicy } from '../../models/clients/dialect/go-transport-policy.ts'
import { goNetHttp } from '../../models/clients/go-net-http.ts'
import { PLAIN_POLICY, type PoolPolicy } from '../../models/pool/policy.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import { week } from '../../models/scenario/arrival-builders.ts'
import { createDistribution } from '../../models/simulate/create-distribution.ts'
import type { DistributionSpec } from '../../models/simulate/distribution.ts'
import { reuseSurfacePass } from '../../models/simulate/surface-pass.ts'
import type { SystemModel } from '../../models/simulate/system-model.ts'
import { AutoTuner } from '../../models/tune/auto-tuner.ts'
import { RuleOfThumbTuner } from '../../models/tune/rule-of-thumb-tuner.ts'
import { sumOfParts, type TunedSchedule, tunedSchedule } from '../../models/tune/tuned-schedule.ts'
import type { Tuner, TuningChange } from '../../models/tune/tuner.ts'
import { DEFAULT_BOUNDS } from '../../models/tune/tuning-bounds.ts'
import { SHOP_KEEP_ALIVE_TIMEOUT_MS } from '../target/shop.ts'
import { groupDigits } from '../bench/group-digits.ts'

/**
 * How well a pool that tunes itself does over seven days, from the defaults of Go's net/http on, against the best
 * fixed settings that hindsight can choose, and against the bare rules of thumb. Run with
 * `node --import tsx lab/benchmarks/autotune.ts [--share 0.1] [--changes]`; the share is that of the rates.
 *
 * No fixed pair within the bounds dials less than the widest: longest safe idle timeout, no idle cap to speak of. That
 * is what the tuner is held to, over the days after the first: at most 5 % more dials. Beside it, for the idle time,
 * the leanest pair: the least idle time of those within 2 % of the fewest dials, found by the reuse surface of the
 * whole week. Dials, idle time and all figures in the table are of all pods and simulated with the policy named.
 */
const MOST_OVER_BEST = 0.05
const EVERY_MS = 10_000
const DAYS = 7
const PODS = 2
const SEED = 1
/** The shop's idle timeout, and a margin for the way. */
const SAFE_MS = SHOP_KEEP_ALIVE_TIMEOUT_MS - 5000
const SURFACE_TIMEOUTS_MS = [1, 2, 4, 6, 8, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60].map((s) => 1000 * s)
const SURFACE_MOST_IDLE = 128
const LEAN_TOLERANCE = 0.02

const agentPolicy: PoolPolicy = {
  ...PLAIN_POLICY,
  overflow: 'evict-oldest',
  lateBinding: { kind: 'dial-shortfall', surplus: 'idle' },
}

interface Week {
  readonly title: string
  readonly meanRate: number
  readonly service: DistributionSpec
}

const weeks: readonly Week[] = [
  // The shop's mix of routes costs 2.1 ms on average.
  {
    title: 'quick answers: 120/s on average, 2 ms each and a round trip of 8 ms',
    meanRate: 120,
    service: { kind: 'lognormal', mean: 2.1, p99: 8 },
  },
  {
    title: 'slow answers: 30/s on average, 100 ms each and a round trip of 8 ms',
    meanRate: 30,
    service: { kind: 'lognormal', mean: 100, p99: 400 },
  },
]

const { values: flags } = parseArgs({
  options: { share: { type: 'string', default: '1' }, changes: { type: 'boolean', default: false } },
})
const share = Number(flags.share)
const verdicts = weeks.flatMap((each) => [
  compare(each, 'evict-oldest, as the agent does', agentPolicy),
  compare(each, 'close-returned, as Go does', goTransportPolicy),
])
if (verdicts.includes(false)) process.exitCode = 1

/** @returns whether the tuner did well enough */
function compare({ title, meanRate, service }: Week, policyTitle: string, policy: PoolPolicy): boolean {
  const spec = week({ meanRate: share * meanRate, shape: 'worldcup98-calm', flashCrowds: 2 })
  const arrivals = createArrivals(spec, SEED)
  const system = systemWith(service)
  const start = goNetHttp.defaults
  const run = (settings: PoolSettings, createTuner: ((startMs: number) => Tuner) | null) =>
    tunedSchedule({
      arrivals,
      system,
      policy,
      pods: PODS,
      settings,
      createTuner,
      everyMs: EVERY_MS,
      seed: SEED,
      parts: DAYS,
    })
  const options = { settings: start, bounds: DEFAULT_BOUNDS, safeIdleTimeoutMs: SAFE_MS }
  const lean = leanest(arrivals, system)
  const widest = { ...start, idleTimeoutMs: SAFE_MS, maxIdlePerHost: DEFAULT_BOUNDS.maxIdlePerHost.most }
  console.log(`\n${title}; ${policyTitle}; ${PODS} pods`)
  console.log(
    row(['', 'dials', 'days 2–7', 'over best', 'idle on average', 'changes', 'turns', 'at the end']),
  )
  const best = run(widest, null)
  show('widest safe pair, fixed', best, best)
  show('leanest pair by hindsight, fixed', run({ ...start, ...lean }, null), best)
  const tuned = run(start, (startMs) => new AutoTuner({ ...options, startMs }))
  const over = show('tuner', tuned, best)
  show(
    'rules of thumb',
    run(start, () => new RuleOfThumbTuner(options)),
    best,
  )
  show("Go's defaults, fixed (90 s: unsafe)", run(start, null), best)
  if (flags.changes) {
    for (const { atMs, why } of tuned.changes[0] ?? [])
      console.log(`  ${(atMs / 3_600_000).toFixed(2)} h: ${why}`)
  }
  const isGood = over <= MOST_OVER_BEST
  console.log(
    `${isGood ? 'ok' : 'MISSED'}: ${percent(over)} over the best fixed pair, ${percent(MOST_OVER_BEST)} allowed`,
  )
  return isGood
}

/** @returns how many more dials than the best on the days after the first, as a share */
function show(name: string, result: TunedSchedule, best: TunedSchedule): number {
  const whole = sumOfParts(result.parts)
  const later = sumOfParts(result.parts.slice(1)).dials
  const over = later / sumOfParts(best.parts.slice(1)).dials - 1
  const seconds = (DAYS * 86_400_000) / 1000
  const changes = result.changes.reduce((sum, each) => sum + each.length, 0)
  const turns = result.changes.reduce((sum, each) => sum + turnsOf(each), 0)
  const pairs = result.settings.map(
    ({ idleTimeoutMs, maxIdlePerHost }) => `${idleTimeoutMs / 1000} s, ${maxIdlePerHost}`,
  )
  console.log(
    row([
      name,
      groupDigits(whole.dials),
      groupDigits(later),
      excess(over),
      (whole.idleSeconds / seconds).toFixed(2),
      String(changes),
      String(turns),
      [...new Set(pairs)].join('; '),
    ]),
  )
  return over
}

/** How often the idle cap went the other way. */
function turnsOf(changes: readonly TuningChange[]): number {
  const signs = changes.map(({ from, to }) => Math.sign(to.maxIdlePerHost - from.maxIdlePerHost))
  const moves = signs.filter((sign) => sign !== 0)
  return moves.filter((sign, i) => i > 0 && sign !== moves[i - 1]).length
}

function leanest(
  arrivals: Arrivals,
  system: SystemModel,
): Pick<PoolSettings, 'idleTimeoutMs' | 'maxIdlePerHost'> {
  const surface = reuseSurfacePass({
    arrivals,
    system,
    pods: PODS,
    idleTimeoutsMs: SURFACE_TIMEOUTS_MS,
    maxIdleLimit: SURFACE_MOST_IDLE,
    seed: SEED,
    fromMs: 0,
    toMs: arrivals.durationMs,
    leadFromMs: 0,
  })
  const most = (1 + LEAN_TOLERANCE) * surface.dials(SURFACE_TIMEOUTS_MS.length - 1, SURFACE_MOST_IDLE)
  let best = { idleTimeoutMs: SAFE_MS, maxIdlePerHost: SURFACE_MOST_IDLE }
  let leastMs = Infinity
  for (const [timeout, idleTimeoutMs] of SURFACE_TIMEOUTS_MS.entries()) {
    for (let maxIdlePerHost = 1; maxIdlePerHost <= SURFACE_MOST_IDLE; maxIdlePerHost++) {
      const idleMs = surface.idleMs(timeout, maxIdlePerHost)
      if (surface.dials(timeout, maxIdlePerHost) > most || idleMs >= leastMs) continue
      leastMs = idleMs
      best = { idleTimeoutMs, maxIdlePerHost }
    }
  }
  return best
}

function systemWith(service: DistributionSpec): SystemModel {
  return {
    rttMs: 8,
    dialMs: createDistribution({ kind: 'deterministic', value: 25 }),
    dialExclusiveMs: 0,
    serviceMs: createDistribution(service),
    slots: Infinity,
    serverIdleTimeoutMs: SHOP_KEEP_ALIVE_TIMEOUT_MS,
    hintMs: null,
  }
}

function row([name = '', ...cells]: readonly string[]): string {
  const widths = [13, 13, 13, 17, 9, 7, 0]
  return (
    name.padEnd(38) + cells.map((cell, i) => (i === 6 ? `  ${cell}` : cell.padStart(widths[i] ?? 0))).join('')
  )
}

/** How many more, or how many times as many where they are very many. */
function excess(over: number): string {
  return over < 10 ? percent(over) : `${groupDigits(Math.round(1 + over))} times`
}

function percent(value: number): string {
  return `${(100 * value).toFixed(2)} %`
}
