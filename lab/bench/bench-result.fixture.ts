import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import type { Measurement } from '../../models/measurement/measurement.ts'
import { PoolCounters } from '../../models/pool/pool-counters.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import { goodCertificate } from '../machine/certificate.fixture.ts'
import type { BenchPlan } from './bench-plan.ts'
import type { BenchResult } from './bench-result.ts'

/** So many durations, all the same. */
export function durations(ms: number, count: number): LatencyHistogram {
  const histogram = new LatencyHistogram()
  histogram.record(ms, count)
  return histogram
}

export const closedPlan: BenchPlan = {
  endpoint: {
    origin: 'http://127.0.0.1:8080',
    pathPrefix: '',
    ca: null,
    insecure: false,
    dialTimeoutMs: 5000,
    requestTimeoutMs: 10_000,
  },
  request: { weight: 1, method: 'GET', path: '/products/7' },
  driver: 'wire',
  client: 'node-http-agent',
  settings: { ...UNLIMITED, maxConnsPerHost: 10 },
  load: { kind: 'closed', users: 10, connectionsFollowUsers: true, thinkTime: null },
  durationMs: 2000,
  warmupMs: 1000,
  mostRequests: null,
  drainMs: 10_000,
  workers: null,
  seed: 7,
}

/** 4000 requests in 2 s, each 2 ms late, 3 ms in the pool, and 5 ms on a connection, of which the first byte takes 4. */
export function measurementWith(parts: Partial<Measurement> = {}): Measurement {
  const { closed } = new PoolCounters()
  return {
    measuredMs: 2000,
    warmup: { ms: 1000, requests: 1500 },
    requests: { due: 4010, completed: 4000, ended: 3990, failed: 8, dropped: 2, retried: 1 },
    connections: {
      dialed: 3,
      reused: 3997,
      closed: { ...closed, 'peer-closed': 2 },
      idleSeconds: 1,
      peakOpen: 10,
      peakIdle: 4,
      peakBusy: 10,
    },
    response: durations(10, 4000),
    service: durations(5, 4000),
    lateness: durations(2, 4008),
    poolWait: durations(3, 4000),
    dial: durations(1.5, 3),
    phases: {
      dns: new LatencyHistogram(),
      connect: durations(0.5, 3),
      tls: durations(1, 3),
      firstByte: durations(4, 4000),
      body: durations(1, 4000),
    },
    byRequest: [
      {
        name: 'GET /products/7',
        statusClass: '2xx',
        response: durations(10, 4000),
        service: durations(5, 4000),
      },
      { name: 'GET /products/7', statusClass: '5xx', response: durations(1, 8), service: durations(1, 8) },
    ],
    composition: null,
    statuses: { 200: 4000, 503: 8 },
    errors: { 'http-503': 8 },
    whole: { sent: 5509, dialed: 13, primed: 0 },
    series: {
      fromMs: 0,
      everyMs: 1000,
      due: [2005, 2005, 0],
      completed: [2000, 1990, 10],
      failed: [8, 0, 0],
      dropped: [0, 2, 0],
      meanResponseMs: [10, 10, 10],
      dialed: [3, 0, 0],
      peakOpen: [10, 10, 10],
      response: { p50Ms: [10, 10, Number.NaN], p99Ms: [10, 10, Number.NaN] },
      latencyCounts: null,
    },
    ...parts,
  }
}

export function resultWith(parts: Partial<BenchResult> = {}): BenchResult {
  return {
    plan: closedPlan,
    startedAt: '2026-11-22T20:00:00.000Z',
    environment: goodCertificate.environment,
    certificate: goodCertificate,
    threads: { threads: 1, why: '1 load thread for 2 cores, one left to the target', warning: null },
    warnings: [],
    measurement: measurementWith(),
    generator: { driftP99Ms: 0.5, driftMaxMs: 2, latenessP99Ms: 2, cpuShare: 0.4, dropped: 2 },
    offeredRate: null,
    verdict: { verdict: 'VALID', figure: '0.25 % of 4010 requests failed', advice: null },
    ended: 'whole',
    paceChanges: [],
    ...parts,
  }
}
