import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { UNKNOWN_SAMPLE } from '../../models/measurement/target-sample.ts'
import { createPrometheusTelemetry, sampleOfPrometheus } from './prometheus-telemetry.ts'
import { parsePrometheusText } from './prometheus-text.ts'
import { TelemetryError } from './target-telemetry.ts'

const PROCESS = `process_resident_memory_bytes 1.048576e+06
process_open_fds 12
process_cpu_seconds_total 3.25
`
const GO = `# TYPE go_gc_duration_seconds summary
go_gc_duration_seconds{quantile="0"} 1e-05
go_gc_duration_seconds{quantile="0.5"} 2e-05
go_gc_duration_seconds{quantile="1"} 0.002
go_gc_duration_seconds_sum 0.0125
go_gc_duration_seconds_count 40
go_memstats_heap_alloc_bytes 2048
`
const NODE = `# TYPE nodejs_gc_duration_seconds histogram
nodejs_gc_duration_seconds_bucket{le="0.001",kind="minor"} 4
nodejs_gc_duration_seconds_bucket{le="+Inf",kind="minor"} 5
nodejs_gc_duration_seconds_sum{kind="minor"} 0.25
nodejs_gc_duration_seconds_count{kind="minor"} 5
nodejs_gc_duration_seconds_sum{kind="major"} 0.5
nodejs_gc_duration_seconds_count{kind="major"} 2
nodejs_heap_size_used_bytes 4096
nodejs_eventloop_lag_mean_seconds 0.0125
nodejs_eventloop_lag_max_seconds 0.5
`

const sampleOf = (text: string) => sampleOfPrometheus(parsePrometheusText(text).samples, 7)
const KNOWN = {
  ...UNKNOWN_SAMPLE,
  atEpochMs: 7,
  rssBytes: 1_048_576,
  openFileDescriptors: 12,
  cpuSeconds: 3.25,
}

test('knows a Go process', () => {
  expect(sampleOf(PROCESS + GO)).toEqual({
    ...KNOWN,
    heapUsedBytes: 2048,
    gc: { count: 40, totalMs: 12.5, maxMs: 2 },
  })
})

test('knows a Node process: collections summed over their kinds', () => {
  expect(sampleOf(PROCESS + NODE)).toEqual({
    ...KNOWN,
    heapUsedBytes: 4096,
    gc: { count: 7, totalMs: 750, maxMs: null },
    eventLoopDelayMs: { mean: 12.5, max: 500 },
  })
})

test('what is not there, or NaN, is not known', () => {
  expect(sampleOf('up 1\nprocess_open_fds NaN\nnodejs_eventloop_lag_max_seconds 1\n')).toEqual({
    ...UNKNOWN_SAMPLE,
    atEpochMs: 7,
  })
})

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`
}

test('scrapes a page', async () => {
  const url = await serve((request, response) => {
    response.end(request.headers.accept?.startsWith('text/plain') ? PROCESS : '')
  })
  const telemetry = createPrometheusTelemetry(url)
  expect(telemetry.source).toBe(url)
  expect(await telemetry.sample()).toEqual({ ...KNOWN, atEpochMs: expect.any(Number) })
  telemetry.close()
  await expect(telemetry.sample()).rejects.toThrow(TelemetryError)
})

test('says what is wrong with a source', async () => {
  const html = await serve((_request, response) => response.end('<html>'))
  await expect(createPrometheusTelemetry(html).sample()).rejects.toThrow(
    'not in the Prometheus text format: line 1',
  )
  const missing = await serve((_request, response) => response.writeHead(404).end())
  await expect(createPrometheusTelemetry(missing).sample()).rejects.toThrow('status 404')
  const silent = await serve(() => {})
  await expect(createPrometheusTelemetry(silent).sample()).rejects.toThrow('no answer within 1000 ms')
})
