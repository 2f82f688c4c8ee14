import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import { parsePrometheusText, PrometheusSyntaxError } from '../telemetry/prometheus-text.ts'
import { sampleOfPrometheus } from '../telemetry/prometheus-telemetry.ts'
import { readAccessLog } from '../traces/read-access-log.ts'
import { readCsvTrace } from '../traces/read-csv-trace.ts'
import { readFeed } from '../traces/read-feed.ts'
import type { RecordedArrivals } from '../traces/recorded-arrivals.ts'
import { foreseen } from './foreseen.fixture.ts'
import { FUZZ_TIMEOUT_MS, fuzzRuns } from './fuzz-runs.fixture.ts'
import { hostileContent, mutatedText } from './mutated-text.arbitrary.ts'
import { TemporaryFolder } from './temporary-folder.fixture.ts'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())

const traces = [
  't,serviceMs\n0,1\n0.5,2\n1.25,3\n',
  '# recorded\n0\n1\n2.5\n',
  '"t","serviceMs"\r\n1e3,4\r\n2e3,"5"\r\n',
  'at,who\n1795403592.123,a\n1795403593.456,b\n',
]
const logs = [
  '127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326\n',
  '::1 - frank [29/Feb/2024:23:59:60 +0000] "GET / HTTP/1.1" 304 - "-" "curl/8 \\"x\\""\n::1 - - [01/Mar/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 5\n',
]
const feeds = ['id,name\n1,a\n2,b\n', 'id\n"a ""b"""\nc\n']
const pages = [
  '# HELP process_open_fds Open.\n# TYPE process_open_fds gauge\nprocess_open_fds 12\nprocess_cpu_seconds_total 3.5 1795403592000\n',
  'go_gc_duration_seconds{quantile="1"} 0.001\ngo_gc_duration_seconds_sum 0.5\ngo_gc_duration_seconds_count 12\nnodejs_eventloop_lag_mean_seconds 0.01\nnodejs_eventloop_lag_max_seconds 0.1\n',
]

/** Finite, from 0 on, ascending: what schedules rest on. */
function expectTimes(recorded: RecordedArrivals | null): void {
  if (recorded === null) return
  const { dueMs } = recorded
  expect(dueMs[0]).toBe(0)
  expect(dueMs.every((ms, i) => Number.isFinite(ms) && ms >= (dueMs[i - 1] ?? 0))).toBe(true)
}

const speeds = fc.constantFrom(undefined, 1, 1e6, 1e-6, 1e-300)

describe('recordings that were damaged', () => {
  test(
    'of arrivals as CSV are read as times that ascend, or refused',
    async () => {
      const units = fc.constantFrom(undefined, 's' as const, 'us' as const)
      const columns = fc.constantFrom(undefined, undefined, 't', 'at', '__proto__')
      await fc.assert(
        fc.asyncProperty(
          hostileContent(traces),
          units,
          columns,
          speeds,
          async (content, unit, column, speed) => {
            const file = folder.write('trace.csv', content)
            const recorded = await foreseen(() => readCsvTrace(file, { unit, column, speed }))
            expectTimes(recorded)
            if (recorded !== null)
              await foreseen(() => createArrivals({ kind: 'trace', dueMs: recorded.dueMs }, 1))
          },
        ),
        { numRuns: fuzzRuns(250) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )

  test(
    'of a server as its access log are read as times that ascend, or refused',
    async () => {
      await fc.assert(
        fc.asyncProperty(hostileContent(logs), speeds, async (content, speed) => {
          const file = folder.write('access.log', content)
          expectTimes(await foreseen(() => readAccessLog(file, { speed })))
        }),
        { numRuns: fuzzRuns(250) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )

  test(
    'of values are read, or refused',
    async () => {
      const columns = fc.constantFrom('id', 'name', '', '__proto__', 'toString')
      await fc.assert(
        fc.asyncProperty(hostileContent(feeds), columns, async (content, column) => {
          const file = folder.write('feed.csv', content)
          const feed = await foreseen(() => readFeed(file, column))
          if (feed !== null) expect(feed.values.every((value) => typeof value === 'string')).toBe(true)
        }),
        { numRuns: fuzzRuns(250) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )

  test(
    'of a page of metrics are read, or refused with the line',
    () => {
      fc.assert(
        fc.property(mutatedText(pages), (page) => {
          try {
            const { gc, ...sample } = sampleOfPrometheus(parsePrometheusText(page).samples, 0)
            const figures = Object.values({ ...sample, ...gc }).filter((value) => typeof value === 'number')
            expect(figures.every(Number.isFinite)).toBe(true)
          } catch (error) {
            if (!(error instanceof PrometheusSyntaxError)) throw error
            expect(error.message.length).toBeLessThan(20_000)
          }
        }),
        { numRuns: fuzzRuns(1000) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )
})
