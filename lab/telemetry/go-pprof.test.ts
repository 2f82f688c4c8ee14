import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { toPprof } from '../../models/profile/to-pprof.ts'
import { encodePprof } from '../profiles/pprof-file.ts'
import { createGoPprofTelemetry } from './go-pprof-telemetry.ts'
import { fetchGoProfile } from './go-pprof.ts'
import { TelemetryError } from './target-telemetry.ts'

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
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/debug/pprof/`
}

test('asks for so many seconds of CPU, at the path below the base', async () => {
  const cpu = {
    unit: 'microseconds',
    frames: [{ functionName: 'main.burn', file: '/app/main.go', line: 14, column: 0 }],
    samples: [{ stack: [0], value: 20_000 }],
  } as const
  const asked: (string | undefined)[] = []
  const packed = await encodePprof(toPprof(cpu, 'cpu'))
  const base = await serve((request, response) => {
    asked.push(request.url)
    response.end(packed)
  })
  expect(await fetchGoProfile(base, 'profile', { seconds: 3 })).toEqual({ cpu })
  expect(asked).toEqual(['/debug/pprof/profile?seconds=3'])
  await expect(fetchGoProfile(base, 'heap')).rejects.toThrow('no samples of type inuse_space (it has cpu)')
  await expect(fetchGoProfile(base, 'profile', { seconds: 0 })).rejects.toThrow(RangeError)
})

test('says what is wrong', async () => {
  const missing = await serve((_request, response) => response.writeHead(404).end('404 page not found\n'))
  await expect(fetchGoProfile(missing, 'heap')).rejects.toThrow('status 404: 404 page not found')
  const html = await serve((_request, response) => response.end('<html>'))
  await expect(fetchGoProfile(html, 'heap')).rejects.toThrow(TelemetryError)
  await expect(createGoPprofTelemetry(html, []).sample()).rejects.toThrow("is not Go's page of goroutines")
  await expect(fetchGoProfile('http://shop.example/debug/pprof', 'heap')).rejects.toThrow(
    '--allow shop.example',
  )
  expect(() => createGoPprofTelemetry('http://shop.example/debug/pprof', [])).toThrow('--allow shop.example')
})

test('gives up with the reason of its signal', async () => {
  const base = await serve(() => {})
  const signal = AbortSignal.abort(new Error('enough'))
  await expect(fetchGoProfile(base, 'goroutine', { signal })).rejects.toThrow('enough')
})

test('counts goroutines by the head of their page', async () => {
  const base = await serve((request, response) => {
    response.end(
      request.url === '/debug/pprof/goroutine?debug=1' ? 'goroutine profile: total 17\n1 @ 0x1\n' : '',
    )
  })
  const telemetry = createGoPprofTelemetry(base, [])
  expect((await telemetry.sample()).activeResources).toEqual({ goroutines: 17 })
  telemetry.close()
  await expect(telemetry.sample()).rejects.toThrow(TelemetryError)
})
