import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImportedResult } from './imported-result.ts'
import { readImported } from './read-imported.ts'

/** Reads text as a file would be; its path is shown as `f`. */
export async function imported(content: unknown): Promise<readonly ImportedResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kneepoint-import-'))
  const path = join(folder, 'f')
  const shorten = (text: string) => text.replaceAll(path, 'f')
  try {
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
    return (await readImported(path)).map((result) => ({ ...result, label: shorten(result.label) }))
  } catch (error) {
    if (error instanceof Error) error.message = shorten(error.message)
    throw error
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The one result of a text. */
export async function importedOne(content: unknown): Promise<ImportedResult> {
  const [first, ...others] = await imported(content)
  if (first === undefined || others.length > 0) throw new Error('not one result')
  return first
}

/** Without the keys, at any depth by a path with slashes. */
export function without(json: Readonly<Record<string, unknown>>, path: string): Record<string, unknown> {
  const [key = '', ...rest] = path.split('/')
  if (rest.length > 0)
    return { ...json, [key]: without(json[key] as Record<string, unknown>, rest.join('/')) }
  const { [key]: _removed, ...others } = json
  return others
}

/** Printed by autocannon 9.0.0, shortened: 4 connections for 2 s. */
export const autocannonOutput = {
  url: 'http://127.0.0.1:18461/products/7',
  connections: 4,
  sampleInt: 1000,
  pipelining: 1,
  workers: 0,
  duration: 2.01,
  samples: 2,
  start: '2026-11-23T03:13:12.414Z',
  finish: '2026-11-23T03:13:14.426Z',
  errors: 0,
  timeouts: 0,
  mismatches: 0,
  non2xx: 0,
  resets: 0,
  '1xx': 0,
  '2xx': 4396,
  '3xx': 0,
  '4xx': 0,
  '5xx': 0,
  statusCodeStats: { '200': { count: 4396 } },
  latency: {
    average: 1.38,
    mean: 1.38,
    stddev: 1.57,
    min: 1,
    max: 28,
    p0_001: 0,
    p50: 1,
    p90: 3,
    p97_5: 5,
    p99: 7,
    p99_9: 16,
    totalCount: 4396,
  },
  requests: {
    average: 2198,
    mean: 2198,
    stddev: 223,
    min: 1975,
    max: 2421,
    total: 4396,
    p50: 1975,
    sent: 4400,
  },
  throughput: { average: 503232, total: 1006684 },
}

/** In the shape of k6's `--summary-export`; the times are those of an example in its documentation. */
export const k6Export = {
  metrics: {
    http_req_duration: { avg: 144.56, min: 104.11, med: 110.47, max: 1140, 'p(90)': 203.54, 'p(95)': 215.95 },
    'http_req_duration{expected_response:true}': {
      avg: 99,
      min: 99,
      med: 99,
      max: 99,
      'p(90)': 99,
      'p(95)': 99,
    },
    http_reqs: { count: 180, rate: 4.36938 },
    http_req_failed: { passes: 9, fails: 171, value: 0.05, thresholds: { 'rate<0.01': true } },
    iterations: { count: 45, rate: 1.092345 },
    vus: { value: 1, min: 1, max: 19 },
    vus_max: { value: 20, min: 20, max: 20 },
  },
  root_group: { name: '', path: '', id: 'd41d8cd98f00b204e9800998ecf8427e', groups: {}, checks: {} },
}

/** In the shape of `vegeta report -type=json`. */
export const vegetaOutput = {
  latencies: {
    total: 237_119_463,
    mean: 2_371_194,
    '50th': 2_854_306,
    '90th': 3_228_223,
    '95th': 3_478_629,
    '99th': 3_530_000,
    max: 3_660_505,
    min: 1_949_582,
  },
  bytes_in: { total: 606_700, mean: 6067 },
  bytes_out: { total: 0, mean: 0 },
  earliest: '2026-11-23T13:13:12.414087025+10:00',
  latest: '2026-11-23T13:13:13.404087025+10:00',
  end: '2026-11-23T13:13:13.40645822+10:00',
  duration: 990_000_000,
  wait: 10_000_000,
  requests: 100,
  rate: 101.01010101010101,
  throughput: 93,
  success: 0.93,
  status_codes: { '0': 2, '200': 93, '404': 1, '503': 4 },
  errors: ['404 Not Found', '503 Service Unavailable', 'dial tcp: connection refused'],
}

/** In the shape of oha's `--output-format json`. */
export const ohaOutput = {
  summary: {
    successRate: 0.98,
    total: 2.01,
    slowest: 0.0512,
    fastest: 0.0011,
    average: 0.0087,
    requestsPerSec: 50.7,
    totalData: 5800,
    sizePerRequest: 58,
    sizePerSec: 2885.5,
  },
  responseTimeHistogram: { '0.0011': 1, '0.0512': 99 },
  latencyPercentiles: {
    p10: 0.002,
    p25: 0.004,
    p50: 0.0087,
    p75: 0.012,
    p90: 0.018,
    p95: 0.0214,
    p99: 0.0481,
    'p99.9': 0.0502,
    'p99.99': 0.0512,
  },
  rps: { mean: 50, stddev: 1, max: 51, min: 49, percentiles: {} },
  details: { DNSDialup: { average: 0.0001, fastest: 0.0001, slowest: 0.0001 } },
  statusCodeDistribution: { '200': 97, '500': 3 },
  errorDistribution: { 'connection closed before message completed': 2, 'aborted due to deadline': 8 },
}

/** Printed by wrk 4.1.0 with `-t1 -c4 -d2s --latency`. */
export const wrkOutput = `Running 2s test @ http://127.0.0.1:18461/products/7
  1 threads and 4 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     6.53ms   17.90ms 133.84ms   93.89%
    Req/Sec     1.80k   636.74     2.39k    75.00%
  Latency Distribution
     50%    1.80ms
     75%    3.41ms
     90%    8.28ms
     99%  110.91ms
  3612 requests in 2.07s, 807.76KB read
Requests/sec:   1745.50
Transfer/sec:    390.35KB
`

/** Printed by wrk 4.1.0 where nothing was found. */
export const wrkNotFound = `Running 1s test @ http://127.0.0.1:18461/none
  2 threads and 4 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   470.95us    1.23ms  15.34ms   93.29%
    Req/Sec     8.84k     3.13k   11.56k    70.00%
  Latency Distribution
     50%  151.00us
     75%  218.00us
     90%    0.92ms
     99%    6.93ms
  17603 requests in 1.00s, 4.26MB read
  Non-2xx or 3xx responses: 17603
Requests/sec:  17547.13
Transfer/sec:      4.25MB
`

/** In the shape of wrk2 with `-L -U`, with fewer rows; the head and the last figures are those of its documentation. */
export const wrk2Output = `Running 30s test @ http://127.0.0.1:80/index.html
  2 threads and 100 connections
  Thread calibration: mean lat.: 10.087ms, rate sampling interval: 22ms
  Thread calibration: mean lat.: 10.139ms, rate sampling interval: 21ms
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     6.60ms    1.92ms  12.50ms   68.46%
    Req/Sec     1.04k     1.08k    2.50k    72.79%
  Latency Distribution (HdrHistogram - Recorded Latency)
 50.000%    6.67ms
 75.000%    7.78ms
 90.000%    9.14ms
 99.000%   11.18ms
 99.900%   12.30ms
 99.990%   12.45ms
 99.999%   12.50ms
100.000%   12.50ms

  Detailed Percentile spectrum:
       Value   Percentile   TotalCount 1/(1-Percentile)

       0.921     0.000000            1         1.00
       6.671     0.500000        19783         2.00
       7.783     0.750000        29644         4.00
      11.207     0.990625        39135       106.67
      12.503     0.999976        39500     40960.00
      12.503     1.000000        39500          inf
#[Mean    =        6.602, StdDeviation   =        1.919]
#[Max     =       12.496, Total count    =        39500]
#[Buckets =           27, SubBuckets     =         2048]
----------------------------------------------------------

  Latency Distribution (HdrHistogram - Uncorrected Latency (measured without taking delayed starts into account))
 50.000%    1.00ms
100.000%    2.00ms

  Detailed Percentile spectrum:
       Value   Percentile   TotalCount 1/(1-Percentile)

       1.000     0.500000            5         2.00
       2.000     1.000000           10          inf
#[Mean    =        1.500, StdDeviation   =        0.500]
#[Max     =        2.000, Total count    =           10]
#[Buckets =           27, SubBuckets     =         2048]
----------------------------------------------------------
  60018 requests in 30.00s, 19.81MB read
  Socket errors: connect 0, read 3, write 0, timeout 60
Requests/sec:   2000.28
Transfer/sec:    676.18KB
`

/** Printed by hey 0.1.4, with the histogram left out, and a failure added. */
export const heyOutput = `
Summary:
  Total:	0.1112 secs
  Slowest:	0.0067 secs
  Fastest:	0.0001 secs
  Average:	0.0019 secs
  Requests/sec:	1798.9765
  
  Total data:	11600 bytes
  Size/request:	58 bytes

Latency distribution:
  10% in 0.0003 secs
  50% in 0.0016 secs
  99% in 0.0062 secs

Details (average, fastest, slowest):
  DNS+dialup:	0.0000 secs, 0.0001 secs, 0.0067 secs

Status code distribution:
  [200]	150 responses
  [503]	40 responses

Error distribution:
  [10]	Get "http://127.0.0.1:1/": dial tcp 127.0.0.1:1: connect: connection refused
`
