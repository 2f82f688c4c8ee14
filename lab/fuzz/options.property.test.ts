import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clients } from '../../models/clients/catalogue.ts'
import { createDistribution } from '../../models/simulate/create-distribution.ts'
import { readRate, readRequestCount, readStretchMs } from '../bench/read-amounts.ts'
import { readBenchPlan } from '../bench/read-bench-plan.ts'
import { readTargetUrl } from '../bench/read-target-url.ts'
import { createProgram } from '../command-line/program.ts'
import { readEquivalenceMargin, readTestedMetrics } from '../compare/read-compare-options.ts'
import { readKneePlan } from '../knee/read-knee-plan.ts'
import { readVaryPlan } from '../knee/vary-plan.ts'
import { gridTimeoutsMs } from '../simulate/surface-grid.ts'
import { readSimulateOptions } from '../simulate/read-options.ts'
import { readSettings } from '../simulate/read-settings.ts'
import { readThresholdFlags } from '../thresholds/read-threshold-flags.ts'
import { foreseen } from './foreseen.fixture.ts'
import { FUZZ_TIMEOUT_MS, fuzzRuns } from './fuzz-runs.fixture.ts'
import { hostileSnippets, mutatedText } from './mutated-text.arbitrary.ts'
import { silenceOutput } from './silence.fixture.ts'

silenceOutput()

const written = [
  '500',
  '2.5k',
  '30/m',
  '10k',
  '1.5M',
  '0.1%',
  '50%',
  '8ms',
  '1.5s',
  '5m',
  '31d',
  'never',
  'none',
  '64x64',
  'tls1.3',
  'exp:20ms',
  'lognormal:mean=20ms,p99=80ms',
  'lognormal:median=20ms,sigma=0.5',
  'hyperexp:mean=20ms,cs2=4',
  'min=2,max=10,rate=50,every=15s,stabilization=5m',
  'idleTimeout=90s,maxIdlePerHost=2',
  'MaxIdleConnsPerHost=7',
  'p(99)<250',
  'failed: rate<0.01',
  'responseTime{name:orders}: p(99.9) <= 1.5s',
  'http://127.0.0.1:8080/a?b={c}',
  'accept: text/html',
  '@/dev/null',
  'p50,p99',
]
const value = fc.oneof(mutatedText(written), fc.constantFrom(...written, ...hostileSnippets))
const values = fc.array(value, { maxLength: 2 })

/** Of these, some are given and some are not. */
function flags<Name extends string>(...names: readonly Name[]): fc.Arbitrary<Partial<Record<Name, string>>> {
  const given = Object.fromEntries(names.map((name) => [name, value])) as Record<Name, fc.Arbitrary<string>>
  return fc.record(given, { requiredKeys: [] })
}

const URL_TEXT = 'http://127.0.0.1:9/'
const lists = { set: values, header: values, allow: fc.constant([]) }

describe('hostile values of flags', () => {
  test(
    'of amounts are numbers within their range, or refused',
    async () => {
      await fc.assert(
        fc.asyncProperty(value, async (text) => {
          const rate = await foreseen(() => readRate('--rate', text))
          if (rate !== null) expect(rate > 0 && rate <= 1_000_000).toBe(true)
          const count = await foreseen(() => readRequestCount('--requests', text))
          if (count !== null) expect(Number.isSafeInteger(count)).toBe(true)
          const stretchMs = await foreseen(() => readStretchMs('--duration', text))
          if (stretchMs !== null) expect(stretchMs >= 0 && stretchMs <= 31 * 86_400_000).toBe(true)
          await foreseen(() => readTargetUrl(text))
        }),
        { numRuns: fuzzRuns(500) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )

  test(
    'of simulate are understood, or refused with the flag',
    async () => {
      const given = flags(
        'client',
        'handshake',
        'rtt',
        'service',
        'slots',
        'serverIdle',
        'hint',
        'pods',
        'hosts',
        'autoscale',
        'requestFailures',
        'dialFailures',
        'grid',
      )
      await fc.assert(
        fc.asyncProperty(given, values, fc.boolean(), async (some, set, surface) => {
          const options = await foreseen(() =>
            readSimulateOptions(undefined, { ...some, set, surface, trace: 'x.csv', runs: '.', json: false }),
          )
          if (options === null) return
          const { rttMs, hintMs, service, dial, requestFailures } = options.system
          for (const each of [rttMs, hintMs, requestFailures]) {
            if (typeof each === 'number') expect(Number.isFinite(each)).toBe(true)
          }
          if (service !== null) expect(createDistribution(service)).toBeDefined()
          if (dial?.kind === 'time') expect(createDistribution(dial.dialMs)).toBeDefined()
          if (options.surface !== null) {
            expect(gridTimeoutsMs(options.surface).length * options.surface.maxIdle).toBeLessThanOrEqual(
              2 ** 16,
            )
          }
        }),
        { numRuns: fuzzRuns(500) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )

  test(
    'of --set are settings of the client, or refused',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...clients), values, async (client, set) => {
          const chosen = await foreseen(() => readSettings(set, client, client.defaults))
          if (chosen !== null) expect(Object.values(chosen.settings).every((each) => each >= 0)).toBe(true)
        }),
        { numRuns: fuzzRuns(500) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )

  test(
    'of bench are a plan, or refused with the flag',
    async () => {
      const given = flags(
        'rate',
        'arrivals',
        'connections',
        'think',
        'inFlight',
        'duration',
        'warmup',
        'requests',
        'driver',
        'workers',
        'client',
        'autotune',
        'timeout',
        'method',
        'body',
        'ca',
        'abortDelay',
      )
      await fc.assert(
        fc.asyncProperty(given, fc.record({ ...lists, threshold: values }), async (some, more) => {
          const read = await foreseen(() => readBenchPlan(URL_TEXT, { insecure: false, ...some, ...more }))
          if (read === null) return
          const { durationMs, warmupMs, drainMs } = read.plan
          // Longer than a timer can wait, it would fire at once.
          for (const ms of [durationMs, warmupMs]) expect(ms <= 31 * 86_400_000).toBe(true)
          expect(drainMs < 2 ** 31).toBe(true)
        }),
        { numRuns: fuzzRuns(500) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )

  test(
    'of knee are a plan, or refused with the flag',
    async () => {
      const given = flags(
        'from',
        'to',
        'sloP99',
        'sloFailures',
        'exceed',
        'width',
        'trial',
        'connections',
        'workers',
        'timeout',
        'client',
      )
      await fc.assert(
        fc.asyncProperty(given, fc.record(lists), value, async (some, more, vary) => {
          await foreseen(() => readKneePlan(URL_TEXT, { insecure: false, ...some, ...more }))
          const flagsOfVary = { insecure: false, ...some, ...more, vary }
          await foreseen(() => readVaryPlan(URL_TEXT, flagsOfVary, 2))
          await foreseen(() => readVaryPlan(URL_TEXT, { ...flagsOfVary, vary: 'connections' }, 2))
        }),
        { numRuns: fuzzRuns(300) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )

  test(
    'of thresholds and of compare are understood, or refused',
    async () => {
      await fc.assert(
        fc.asyncProperty(value, values, async (text, threshold) => {
          await foreseen(() => readThresholdFlags({ threshold: [text, ...threshold] }, ['orders', '{}', ' ']))
          await foreseen(() => readEquivalenceMargin({ within: text }))
          await foreseen(() => readTestedMetrics(text))
        }),
        { numRuns: fuzzRuns(500) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )

  test(
    'of any command end in a code that is known, and load nothing',
    async () => {
      const command = fc.constantFrom(
        'run',
        'bench',
        'knee',
        'probe',
        'simulate',
        'report',
        'tune',
        'compare',
        'nightly',
        'init',
        'doctor',
        'target',
        'completion',
        'help',
      )
      // Without it, what is valid would be done.
      const unknown = '--no-such-flag'
      await fc.assert(
        fc.asyncProperty(command, fc.array(value, { maxLength: 4 }), async (name, rest) => {
          const program = createProgram(new AbortController().signal)
          const code = await program([name, unknown, ...rest])
          expect([0, 2]).toContain(code)
        }),
        { numRuns: fuzzRuns(100) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )
})
