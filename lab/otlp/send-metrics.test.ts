import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { mergeStretches, readMeasurement } from '../../models/measurement/measurement.ts'
import { metricFamilies } from '../../reports/formats/openmetrics-families.ts'
import { fullRun } from '../../reports/formats/full-run.fixture.ts'
import { UsageError } from '../usage-error.ts'
import { OtlpError, sendMetrics } from './send-metrics.ts'

interface OtlpPoint {
  readonly attributes: ReadonlyArray<{
    readonly key: string
    readonly value: { readonly stringValue: string }
  }>
  readonly startTimeUnixNano: string
  readonly timeUnixNano: string
  readonly asDouble?: number
  readonly count?: number
  readonly sum?: number
  readonly max?: number
  readonly bucketCounts?: readonly number[]
  readonly explicitBounds?: readonly number[]
}

interface OtlpMetric {
  readonly name: string
  readonly unit: string
  readonly histogram?: { readonly dataPoints: readonly OtlpPoint[]; readonly aggregationTemporality: number }
  readonly sum?: { readonly dataPoints: readonly OtlpPoint[]; readonly isMonotonic: boolean }
  readonly gauge?: { readonly dataPoints: readonly OtlpPoint[] }
}

interface OtlpDocument {
  readonly resourceMetrics: ReadonlyArray<{
    readonly resource: { readonly attributes: OtlpPoint['attributes'] }
    readonly scopeMetrics: ReadonlyArray<{
      readonly scope: { readonly name: string }
      readonly metrics: readonly OtlpMetric[]
    }>
  }>
}

let server: Server | null = null

afterEach(async () => {
  if (server === null) return
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  server = null
})

/** A collector on loopback that answers everything so, and keeps what it was sent. */
async function collector(status = 200, body = '{}'): Promise<{ url: string; received: OtlpDocument[] }> {
  const received: OtlpDocument[] = []
  server = createServer((request, response) => {
    void textOf(request).then((text) => {
      received.push(JSON.parse(text) as OtlpDocument)
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/metrics`, received }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

const atMs = Date.parse('2026-11-23T01:00:00.500Z')
const silent = { atMs, warn: () => undefined }

const labelsOf = ({ attributes }: Pick<OtlpPoint, 'attributes'>) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]))

describe('sendMetrics', () => {
  it('sends every family once, with counts and sums as they were measured', async () => {
    const { url, received } = await collector()
    const sent = await sendMetrics(fullRun, url, silent)
    expect(received).toHaveLength(1)
    const [resource] = received[0]?.resourceMetrics ?? []
    const metrics = resource?.scopeMetrics[0]?.metrics ?? []
    expect(labelsOf(resource?.resource ?? { attributes: [] })).toEqual({ 'service.name': 'kneepoint' })
    expect(metrics.map(({ name }) => name)).toEqual(metricFamilies(fullRun).map(({ name }) => name))
    expect(sent).toBe(metrics.length)

    const duration = metrics.find(({ name }) => name === 'http.client.request.duration')
    expect([duration?.unit, duration?.histogram?.aggregationTemporality]).toEqual(['s', 2])
    for (const side of ['before', 'after'] as const) {
      const point = duration?.histogram?.dataPoints.find(
        (each) => labelsOf(each)['kneepoint.settings'] === side,
      )
      const { response } = mergeStretches(fullRun.pairs.map((pair) => readMeasurement(pair[side].measured)))
      expect(point).toMatchObject({
        count: response.count,
        sum: response.sumMs / 1000,
        max: response.maxMs / 1000,
        startTimeUnixNano: '1795387152000000000',
        timeUnixNano: '1795395600500000000',
      })
      expect(point?.explicitBounds).toHaveLength(14)
      expect(point?.bucketCounts).toHaveLength(15)
      expect(point?.bucketCounts?.reduce((sum, count) => sum + count, 0)).toBe(200)
    }
  })

  it('sends counters, settings and the verdict as what they are', async () => {
    const { url, received } = await collector()
    await sendMetrics(fullRun, url, silent)
    const metrics = received[0]?.resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? []
    const named = (name: string) => metrics.find((metric) => metric.name === name)
    const given = named('kneepoint.client.connections.given')?.sum
    expect(given?.isMonotonic).toBe(true)
    expect(given?.dataPoints.map((point) => [...Object.values(labelsOf(point)), point.asDouble])).toEqual([
      ['dialed', 'before', 70],
      ['reused', 'before', 198],
      ['dialed', 'after', 0],
      ['reused', 'after', 198],
    ])
    expect(named('http.client.open_connections')?.sum?.isMonotonic).toBe(false)
    const idle = named('kneepoint.client.connection.idle.timeout')?.gauge?.dataPoints
    expect(idle?.map(({ asDouble }) => asDouble)).toEqual([90, 64])
    const verdict = named('kneepoint.verdict')?.gauge?.dataPoints
    expect(verdict?.filter(({ asDouble }) => asDouble === 1).map(labelsOf)).toEqual([
      { 'kneepoint.verdict': 'VALID' },
    ])
  })

  it('names URL, status and reason of a collector that refuses', async () => {
    const { url } = await collector(400, '{"message": "no\\u0020such\\ntenant"}\n')
    const sending = sendMetrics(fullRun, url, silent)
    await expect(sending).rejects.toThrow(OtlpError)
    await expect(sending).rejects.toThrow(`${url} answered 400: {"message": "no`)
  })

  it('says where metrics are taken when there is nothing at the path', async () => {
    const { url } = await collector(404, '')
    await expect(sendMetrics(fullRun, url, silent)).rejects.toThrow(
      `${url} answered 404; most collectors take metrics at /v1/metrics`,
    )
  })

  it('says of a collector that is busy or not there that it cannot be sent to', async () => {
    const { url } = await collector(503)
    const options = { ...silent, timeoutMs: 300 }
    await expect(sendMetrics(fullRun, url, options)).rejects.toThrow(
      `cannot send to ${url}: it answered 429,`,
    )
    server?.closeAllConnections()
    server?.close()
    server = null
    await expect(sendMetrics(fullRun, url, options)).rejects.toThrow(
      new RegExp(`^cannot send to ${url}: .*ECONNREFUSED`),
    )
  })

  it('passes on what a collector left out', async () => {
    const { url } = await collector(
      200,
      '{"partialSuccess": {"rejectedDataPoints": 3, "errorMessage": "too old"}}',
    )
    const warnings: string[] = []
    await sendMetrics(fullRun, url, { atMs, warn: (message) => warnings.push(message) })
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('too old')
  })

  it('does not wait for an answer that trickles in for ever', async () => {
    let trickle: NodeJS.Timeout | undefined
    server = createServer((request, response) => {
      request.resume()
      response.writeHead(200)
      trickle = setInterval(() => response.write(' '), 20)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/metrics`
    try {
      await expect(sendMetrics(fullRun, url, { ...silent, timeoutMs: 200 })).rejects.toThrow(
        `cannot send to ${url}: its answer had no end after 220 ms`,
      )
    } finally {
      clearInterval(trickle)
    }
  })

  it('warns in one line, without what would steer a terminal', async () => {
    const { url } = await collector(200, '\u001b[31m<html>\n::error::x')
    const warnings: string[] = []
    await sendMetrics(fullRun, url, { atMs, warn: (message) => warnings.push(message) })
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).not.toMatch(/\p{Cc}/u)
  })

  it.each(['127.0.0.1:4318', 'ftp://127.0.0.1/v1/metrics', 'http://'])('refuses %s', async (url) => {
    const sending = sendMetrics(fullRun, url, silent)
    await expect(sending).rejects.toThrow(UsageError)
    await expect(sending).rejects.toThrow('is no URL of http or https')
  })

  it('refuses a password in the URL without saying it again', async () => {
    const sending = sendMetrics(fullRun, 'http://me:secret@127.0.0.1:4318/v1/metrics', silent)
    await expect(sending).rejects.toThrow('OTEL_EXPORTER_OTLP_HEADERS')
    await expect(sending).rejects.not.toThrow('secret')
  })

  it('says how to install the packages when they are missing', async () => {
    const load = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ERR_MODULE_NOT_FOUND' }))
    const sending = sendMetrics(fullRun, 'http://127.0.0.1:1/v1/metrics', { ...silent, load })
    await expect(sending).rejects.toThrow(UsageError)
    await expect(sending).rejects.toThrow(
      'npm install @opentelemetry/api@~1.9.0 @opentelemetry/sdk-metrics@2.12.1 @opentelemetry/exporter-metrics-otlp-http@0.223.0',
    )
  })

  it('does not take a package that fails for one that is missing', async () => {
    const load = () => Promise.reject(new TypeError('broken'))
    await expect(sendMetrics(fullRun, 'http://127.0.0.1:1/v1/metrics', { ...silent, load })).rejects.toThrow(
      TypeError,
    )
  })
})
