import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NightVerdict } from '../../models/nightly/night-record.ts'
import { formatChange, formatInterval, formatValue } from '../../reports/terminal/format-value.ts'
import type { ScenarioNight } from '../../reports/nightly/nightly-report.ts'
import { Interrupted } from '../interrupted.ts'
import { loadNightlyScenarios, type NightlyScenario } from '../nightly/load-nightly-scenarios.ts'
import { nightEnvironment } from '../nightly/night-environment.ts'
import { QUICK_NIGHT } from '../nightly/nightly-plan.ts'
import { runNight } from '../nightly/run-night.ts'
import { readScenarioHistory } from '../nightly/scenario-history.ts'
import { workloadHash } from '../nightly/workload-hash.ts'
import { createProgress } from '../progress.ts'
import { type RunningTarget, startTarget } from '../target/start-target.ts'

/**
 * Quick nights against two builds of the shop on this machine, one of which takes 15 % more time to serve: the same
 * build is to pass and the slower one to be caught, against a pinned night and in turns. Run with
 * `node --import tsx lab/benchmarks/nightly-real.ts`; it takes four to five minutes on a machine that does nothing else.
 * A night of which nothing can be said, since the load threads were late, is measured again.
 */
const SLOWER = 1.15
const SEED = 1
const MOST_NIGHTS = 6
const MOST_BYTES = 30_000
const MOST_PINNED_BYTES = 150_000

const scenarioSource = `import { constant, defineScenario } from 'kneepoint'

export default defineScenario({
  name: 'nightly-real',
  target: { url: 'http://127.0.0.1' },
  arrivals: constant({ rate: 100, duration: '10m' }),
  requests: [{ path: '/products/{id}' }],
  pods: 1,
})
`

const controller = new AbortController()
process.once('SIGINT', () => controller.abort(new Interrupted()))
const progress = createProgress(process.stderr, () => performance.now())
const directory = await mkdtemp(join(tmpdir(), 'kneepoint-nightly-real-'))
const shops: RunningTarget[] = []
try {
  await writeFile(join(directory, 'nightly-real.ts'), scenarioSource)
  const [scenario] = await loadNightlyScenarios([join(directory, 'nightly-real.ts')], directory)
  if (scenario === undefined) throw new Error('the scenario was not loaded')
  shops.push(await startShop(1), await startShop(SLOWER))
  const [usual = '', slower = ''] = shops.map(({ origin }) => origin)
  const night = (target: string, baseline: string | null) => measure(scenario, target, baseline)
  const held = [
    await check('first night', 'baseline', MOST_PINNED_BYTES, () => night(usual, null)),
    await check('the same build, pinned', 'ok', MOST_BYTES, () => night(usual, null)),
    await check('15 % slower, pinned', 'regression', MOST_BYTES, () => night(slower, null)),
    await check('the same build, in turns', 'ok', MOST_BYTES, () => night(usual, usual)),
    await check('15 % slower, in turns', 'regression', MOST_BYTES, () => night(slower, usual)),
  ]
  if (held.includes(false)) process.exitCode = 1
} finally {
  progress.end()
  await Promise.all(shops.map((shop) => shop.stop()))
  await rm(directory, { recursive: true, force: true })
}

function startShop(serviceTimeFactor: number): Promise<RunningTarget> {
  const serviceTimes = { products: { meanMs: 40, cv: 0.2 } }
  return startTarget({ seed: SEED, slots: 64, serviceTimes, serviceTimeFactor, tls: false, link: null })
}

async function measure(
  scenario: NightlyScenario,
  target: string,
  baseline: string | null,
): Promise<ScenarioNight> {
  const environment = nightEnvironment()
  const scenarioHash = workloadHash(scenario.loaded.hash, SEED, QUICK_NIGHT)
  const conditions = { fingerprint: environment.fingerprint, scenarioHash }
  const history = await readScenarioHistory(directory, scenario.loaded.scenario.name, conditions)
  return runNight(
    { scenario, history, seed: SEED, scenarioHash },
    {
      options: {
        scenarioFiles: [scenario.file],
        plan: QUICK_NIGHT,
        seed: SEED,
        target: { url: target, allow: [] },
        baseline: baseline === null ? null : { targetUrl: baseline, settings: [] },
        pin: false,
        requireBaseline: false,
        history: directory,
        json: false,
        junitFile: null,
        htmlFile: null,
        signal: controller.signal,
      },
      environment,
      commit: null,
      at: new Date().toISOString(),
      progress,
    },
  )
}

/** @returns whether the verdict is the expected one, and the record as small as it is to be */
async function check(
  what: string,
  expected: NightVerdict,
  mostBytes: number,
  measureNight: () => Promise<ScenarioNight>,
): Promise<boolean> {
  let nights = 0
  let night: ScenarioNight
  let bytes = 0
  do {
    const before = await historyBytes()
    night = await measureNight()
    bytes = (await historyBytes()) - before
    nights++
  } while (night.verdict === 'unknown' && nights < MOST_NIGHTS)
  const { verdict, why, tonight } = night
  const isHeld = verdict === expected && bytes <= mostBytes
  console.log(
    `${isHeld ? 'ok    ' : 'MISSED'} ${what}: ${verdict} (${expected} expected), ${bytes} bytes. ${why}`,
  )
  for (const [when, metrics] of Object.entries({
    first: tonight?.metrics ?? [],
    again: tonight?.again ?? [],
  })) {
    for (const { metric, kind, unit, effect, answer } of metrics) {
      if (effect === null || answer === null || effect.change === null) continue
      const interval = formatInterval(effect.low, effect.high, kind, unit)
      const values = `${formatValue(effect.before, unit)} → ${formatValue(effect.after, unit)}`
      console.log(
        `       ${when} ${metric}: ${values}, ${formatChange(effect.change, kind, unit)} (${interval}), ${answer.answer}`,
      )
    }
  }
  return isHeld

  async function historyBytes(): Promise<number> {
    const file = join(directory, 'nightly-real', `${nightEnvironment().fingerprint}.ndjson`)
    return stat(file).then(
      ({ size }) => size,
      () => 0,
    )
  }
}
