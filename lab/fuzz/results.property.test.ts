import * as fc from 'fast-check'
import { afterAll, describe, test } from 'vitest'
import { compareCommand } from '../commands/compare.ts'
import { benchJson } from '../compare/bench-json.fixture.ts'
import { histogramLogOf } from '../import/histogram-log.fixture.ts'
import { readImported } from '../import/read-imported.ts'
import {
  autocannonOutput,
  heyOutput,
  k6Export,
  ohaOutput,
  vegetaOutput,
  wrk2Output,
  wrkNotFound,
  wrkOutput,
} from '../import/tool-outputs.fixture.ts'
import { readPointFiles } from '../knee/read-point-files.ts'
import { foreseen } from './foreseen.fixture.ts'
import { FUZZ_TIMEOUT_MS, fuzzRuns } from './fuzz-runs.fixture.ts'
import { mutatedJson } from './hostile-json.arbitrary.ts'
import { hostileContent } from './mutated-text.arbitrary.ts'
import { silenceOutput } from './silence.fixture.ts'
import { TemporaryFolder } from './temporary-folder.fixture.ts'

const folder = new TemporaryFolder()
afterAll(() => folder.remove())
silenceOutput()

const bench = benchJson({ meanMs: 20, seconds: 4 })
const vegetaLine = (i: number): string =>
  `{"attack":"","seq":${i},"code":200,"timestamp":"2026-11-22T15:01:0${i}.5Z","latency":${1_000_000 + i},"bytes_out":0,"bytes_in":2,"error":"","body":"","method":"GET","url":"http://127.0.0.1/","headers":null}`

const documents: readonly unknown[] = [
  bench,
  autocannonOutput,
  k6Export,
  ohaOutput,
  vegetaOutput,
  {
    version: '1.0',
    config: { duration: 3 },
    metadata: { k6Version: '1.5.0' },
    results: {
      metrics: [
        { name: 'http_reqs', values: { count: 30, rate: 10 } },
        { name: 'http_req_duration', values: { avg: 3, 'p(99)': 9 } },
      ],
    },
  },
]
const texts: readonly string[] = [
  wrkOutput,
  wrkNotFound,
  wrk2Output,
  heyOutput,
  histogramLogOf([{ tag: null, meanMs: 20 }], 3),
  histogramLogOf(
    [
      { tag: 'before', meanMs: 20 },
      { tag: 'after', meanMs: 15 },
    ],
    2,
  ),
  [0, 1, 2, 3].map(vegetaLine).join('\n'),
  '1795403592000000000,200,1000000,0,2,,\n1795403593000000000,500,2000000,0,2,,\n',
  'response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset\n0.01,0,0,0,0,0,200,0.1\n0.02,0,0,0,0,0,200,1.2\n',
  'request-start,DNS,DNS+dialup,Response-delay,request-duration,bytes,status\n0.1,0,0,0,0.01,2,200\n1.2,0,0,0,0.01,2,200\n',
  'concurrency,throughput,latencyMs\n1,100,9\n2,180,11\n4,300,13\n8,400,20\n',
  JSON.stringify(bench),
]

const files: fc.Arbitrary<string | Uint8Array> = fc.oneof(hostileContent(texts), mutatedJson(documents))

const COMPARE_FLAGS = { runs: folder.path, side: 'after', failOnRegression: true, force: true } as const

describe('what other tools wrote, and was damaged', () => {
  test(
    'is read, or refused with the reason',
    async () => {
      await fc.assert(
        fc.asyncProperty(files, async (content) => {
          const file = folder.write('result', content)
          await foreseen(() => readImported(file))
          await foreseen(() => readPointFiles([file]))
        }),
        { numRuns: fuzzRuns(250) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )

  test(
    'is compared, or refused with the reason',
    async () => {
      await fc.assert(
        fc.asyncProperty(mutatedJson([bench, vegetaOutput, k6Export]), fc.boolean(), async (json, isJson) => {
          const damaged = folder.write('a.json', json)
          const whole = folder.write('b.json', JSON.stringify(bench))
          await foreseen(() => compareCommand(damaged, whole, { ...COMPARE_FLAGS, json: isJson }))
        }),
        { numRuns: fuzzRuns(60) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )
})
