import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { startTarget } from '../target/start-target.ts'
import { createShopTelemetry } from './shop-telemetry.ts'
import { TelemetryError } from './target-telemetry.ts'

test('reads what the shop says about itself, and fails clearly when it is gone', async () => {
  const target = await startTarget({ seed: 1, tls: false, link: null })
  const telemetry = createShopTelemetry(target.adminUrl, target.adminToken)
  try {
    await (await fetch(`${target.origin}/healthz`)).text()
    const sample = await telemetry.sample()
    expect([sample.requestsReceived, sample.acceptedConnections, sample.openConnections]).toEqual([1, 1, 1])
    expect(sample.service.requestsByRoute).toEqual({ 'GET /healthz': 1 })
    expect(sample.rssBytes).toBeGreaterThan(1_000_000)
    expect(sample.cpuSeconds).toBeGreaterThan(0)
  } finally {
    await target.stop()
  }
  await expect(telemetry.sample()).rejects.toThrow(TelemetryError)
})

test('does not take another server for the shop', async () => {
  const server = createServer((_request, response) => response.end('{"atEpochMs":1}')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await expect(createShopTelemetry(`http://127.0.0.1:${port}`, 'any').sample()).rejects.toThrow(
    'not the built-in shop',
  )
  server.close()
  server.closeAllConnections()
})
