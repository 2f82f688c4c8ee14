import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { toPprof } from '../../models/profile/to-pprof.ts'
import type { PlainPprof } from '../../models/profile/plain-pprof.ts'
import type { StackProfile } from '../../models/profile/stack-profile.ts'
import { encodePprof } from '../profiles/pprof-file.ts'
import { describeHotPaths } from './describe-hot-paths.ts'
import { recordHotPaths } from './record-hot-paths.ts'

const frame = { functionName: 'main.render', file: '/srv/app/main.go', line: 12, column: 0 }
const of = (unit: StackProfile['unit'], value: number): StackProfile => ({
  unit,
  frames: [frame],
  samples: [{ stack: [0], value }],
})

/** Go's has both what is live and all that was ever allocated. */
function heapPprof(): PlainPprof {
  const live = toPprof(of('bytes', 4096), 'inuse_space')
  const sampleTypes = [...live.sampleTypes, { type: 'alloc_space', unit: 'bytes' }]
  return {
    ...live,
    sampleTypes,
    samples: live.samples.map((sample) => ({ ...sample, values: [4096, 9000] })),
  }
}

let server: Server
afterEach(() => server.close())

/** Serves profiles as Go does, without taking the time for them. */
async function serve(pages: Readonly<Record<string, Uint8Array>>): Promise<string> {
  server = createServer((request, response) => {
    const page = pages[request.url ?? '']
    response.writeHead(page === undefined ? 404 : 200).end(page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/debug/pprof`
}

const load = { rate: 100, durationMs: 1000, completed: 90, meanResponseMs: 20 }

it("makes tables of a Go program's CPU time, heap and goroutines", async () => {
  const pprof = await serve({
    '/debug/pprof/profile?seconds=2': await encodePprof(toPprof(of('microseconds', 700_000), 'cpu')),
    '/debug/pprof/heap': await encodePprof(heapPprof()),
    '/debug/pprof/goroutine': await encodePprof(toPprof(of('count', 3), 'goroutine')),
  })
  const source = { probe: null, pprof, pid: null, telemetry: null, allow: [] }
  const at = { warmupMs: 0, measuredMs: 2500 }
  const { record } = await recordHotPaths(source, { ...at, send: (begun) => Promise.resolve(begun()) })
  const { view, heap, goroutines, ...rest } = await describeHotPaths(source, record, load, '/srv/app')
  expect(rest).toEqual({ source: 'pprof', runtime: null, load, missing: [] })
  expect(view?.profile?.functions).toMatchObject([
    { functionName: 'main.render', file: 'main.go', self: 700_000 },
  ])
  expect(heap).toMatchObject({ unit: 'bytes', busy: 4096 })
  expect(goroutines).toMatchObject({ unit: 'count', busy: 3 })
})

it('says what the program does not give', async () => {
  const pprof = await serve({})
  const source = { probe: null, pprof, pid: null, telemetry: null, allow: [] }
  const at = { warmupMs: 0, measuredMs: 1000 }
  const { record } = await recordHotPaths(source, { ...at, send: (begun) => Promise.resolve(begun()) })
  const { view, missing } = await describeHotPaths(source, record, load, '/srv/app')
  expect(view?.profile).toBeNull()
  expect(missing.map((sentence) => sentence.slice(0, 30))).toEqual([
    'There is no CPU profile: http:',
    'There is no heap profile: http',
    'There is no profile of gorouti',
  ])
})
