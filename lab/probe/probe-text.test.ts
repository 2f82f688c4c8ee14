import { describe, expect, test } from 'vitest'
import { clients } from '../../models/clients/catalogue.ts'
import { adviseClient } from '../../models/probe/advise-client.ts'
import { compareWithHint } from '../../models/probe/compare-with-hint.ts'
import { describeRace, type RaceOutcome } from '../../models/probe/describe-race.ts'
import { estimateIdleTimeout, idleWatchOf } from '../../models/probe/estimate-idle-timeout.ts'
import type { CloseWay, IdleObservation } from '../../models/probe/idle-observation.ts'
import type { ProbeCosts } from './measure-costs.ts'
import { probeDocument } from './probe-document.ts'
import { probeText } from './probe-text.ts'
import type { ProbeResult } from './run-probe.ts'

const COSTS: ProbeCosts = {
  dialMs: [0.4, 0.5, 0.6],
  tcpMs: [0.1, 0.2, 0.3],
  tls: null,
  firstMs: [1, 2, 3],
  reusedMs: [0.3, 0.4, 0.5],
  firstByteMs: [0.2],
  reuses: true,
  status: 200,
  httpVersion: '1.1',
  hintMs: null,
  maxRequests: null,
  connectionHeader: null,
}

const closed = (idleMs: number, way: CloseWay = 'fin'): IdleObservation => ({ kind: 'closed', way, idleMs })

interface Told {
  readonly observations?: readonly IdleObservation[]
  readonly costs?: Partial<ProbeCosts>
  readonly outcomes?: readonly RaceOutcome[]
  readonly interrupted?: boolean
  readonly only?: string
  readonly useless?: number
  readonly closedSoonerMs?: number | null
}

function resultOf({
  observations = [],
  costs: some = {},
  outcomes,
  interrupted = false,
  only,
  useless = 0,
  closedSoonerMs = null,
}: Told): ProbeResult {
  const costs = { ...COSTS, ...some }
  const estimate = estimateIdleTimeout(observations)
  const server = {
    reuses: costs.reuses,
    hintMs: costs.hintMs,
    watch: idleWatchOf(estimate),
    roundTripP99Ms: 0.5,
    loopLagP99Ms: 1.25,
  }
  const chosen = clients.filter(({ name }) => only === undefined || name === only)
  return {
    plan: {
      endpoint: {
        origin: 'http://127.0.0.1:8080',
        pathPrefix: '',
        ca: null,
        insecure: false,
        dialTimeoutMs: 5000,
        requestTimeoutMs: 10_000,
      },
      request: { method: 'GET', path: '/a', headers: null, body: null },
      upToMs: null,
      connections: 32,
      race: true,
      clients: chosen,
    },
    costs,
    idle: costs.reuses
      ? {
          estimate,
          search: {
            observations,
            kept: 32 - useless,
            useless,
            closedSoonerMs,
            ended: estimate.closedMs === null ? 'cap' : 'found',
          },
          capMs: 120_000,
          hint: compareWithHint(estimate, costs.hintMs, 100),
        }
      : null,
    race: outcomes === undefined ? null : { summary: describeRace(outcomes), outcomes },
    server,
    advice: chosen.map((client) => adviseClient(client, server)),
    interrupted,
  }
}

/** Its lines put together, so that a test need not know where they break. */
function told(options: Told): string {
  return probeText(probeDocument(resultOf(options))).replace(/\s+/g, ' ')
}

describe('the text of a probe', () => {
  const whole: Told = {
    observations: [closed(3999), closed(4001), { kind: 'answered', idleMs: 3400 }],
    costs: { hintMs: 3000, maxRequests: 100, connectionHeader: 'keep-alive' },
    outcomes: [
      { idleMs: 3998.5, result: 'answered' },
      { idleMs: 3999.5, result: 'reset' },
      { idleMs: 4000.1, result: 'closed' },
      { idleMs: 4003, result: 'fresh' },
    ],
  }

  test('has 80 columns at most, in every case', () => {
    const cases: Told[] = [
      whole,
      { ...whole, costs: { hintMs: 1000, tls: { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' } } },
      { observations: [closed(60_000, 'silence'), { kind: 'answered', idleMs: 55_000 }] },
      { observations: [{ kind: 'open', idleMs: 120_000 }], interrupted: true, useless: 3 },
      { ...whole, useless: 1, closedSoonerMs: 1234.5678 },
      { costs: { reuses: false, reusedMs: [], connectionHeader: 'close' } },
    ]
    for (const each of cases) {
      const text = probeText(probeDocument(resultOf(each)))
      expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80)
      expect(text).not.toMatch(/undefined|NaN|null| \n/)
      expect(text.endsWith('\n')).toBe(true)
    }
  })

  test('says what was found, hint and race included', () => {
    const text = told(whole)
    expect(text).toContain('it takes 100 requests more on a connection (max=)')
    expect(text).toContain('4 s: 2 idle connections closed by the server, 3.9990 to 4.0010 s, by FIN')
    expect(text).toContain('a request was answered after 3.4 s idle')
    expect(text).toContain('Keep-Alive: timeout=3: it keeps them 999 ms longer than it says')
    expect(text).toContain('2 of 3 requests sent near the close failed (67 %), after 3.9995 to 4.0001 s idle')
    expect(text).toContain('1 was seen closed in time')
    expect(text).toContain('.NET SocketsHttpHandler gets that divided by 1.25')
  })

  test('has a row for every client, long names below', () => {
    const text = probeText(probeDocument(resultOf(whole)))
    expect(text).toContain('Go net/http               90 s      not safe    IdleConnTimeout 2s\n')
    expect(text).toContain(
      'Traefik                   90 s      not safe    2s\n    serversTransport.forwardingTimeouts.idleConnTimeout\n',
    )
    expect(text).toContain('urllib3                   no limit  not safe    none: see below\n')
    for (const { title } of clients) expect(text).toContain(`\n${title} `)
  })

  test.each<[string, Told, string]>([
    [
      'nothing was closed',
      { observations: [{ kind: 'open', idleMs: 120_000 }] },
      'still open after 120 s: none of 32 connections was closed, as long as they were watched (up to 2 min)',
    ],
    [
      'closes are silent',
      { observations: [closed(61_000, 'silence'), { kind: 'answered', idleMs: 55_000 }] },
      'between 55 s and 61 s: no close was seen, but a request after 61 s idle met no answer',
    ],
    [
      'closes are silent, in words',
      { observations: [closed(61_000, 'silence'), { kind: 'answered', idleMs: 55_000 }] },
      'drops idle connections and tells nobody',
    ],
    [
      'closes are scattered',
      { observations: [closed(3000), { kind: 'answered', idleMs: 9000 }] },
      'Not all connections are closed after the same time: one was open after 9 s, another closed after 3 s',
    ],
    [
      'the hint promises too much',
      { observations: [closed(3000)], costs: { hintMs: 5000 } },
      'Keep-Alive: timeout=5, but it closes 2 s before: clients that believe it will fail',
    ],
    [
      'it was not watched for as long as the hint',
      { observations: [{ kind: 'open', idleMs: 3000 }], costs: { hintMs: 5000 } },
      'Keep-Alive: timeout=5: they were watched for 2 s less than that',
    ],
    [
      'it was watched for just as long as the hint',
      { observations: [{ kind: 'open', idleMs: 5000 }], costs: { hintMs: 5000 } },
      'Keep-Alive: timeout=5: it kept them for that long, as long as they were watched',
    ],
    [
      'the server did not take all connections',
      { observations: [closed(4000)], useless: 27 },
      '27 of 32 connections were of no use: not opened, not answered, or closed after the first answer.',
    ],
    [
      'connections that had been used again were closed at the same time',
      { observations: [closed(4000)], closedSoonerMs: 700 },
      'A connection that had been used again was closed after only 700 ms idle: the server closes by age,',
    ],
    [
      'half of a short timeout is the margin',
      { observations: [closed(1500)] },
      "but half the server's 1.5 s at most",
    ],
    [
      'the server closes always',
      { costs: { reuses: false, reusedMs: [] } },
      'The server closes the connection after every response',
    ],
    [
      'no request met the close',
      { observations: [closed(4000)], outcomes: [{ idleMs: 3999, result: 'answered' }] },
      'the one request sent near the close did not fail',
    ],
    ['it was interrupted', { interrupted: true }, 'interrupted: what was known by then'],
  ])('says so when %s', (_what, options, said) => {
    expect(told({ only: 'go-net-http', ...options })).toContain(said)
  })
})

describe('the document of a probe', () => {
  test('survives JSON as it is', () => {
    const document = probeDocument(resultOf({ observations: [closed(4000)] }))
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })

  test('has null for no limit', () => {
    const { clients: all } = probeDocument(resultOf({ observations: [closed(4000)], only: 'urllib3' }))
    expect(all[0]?.byDefault).toEqual({ idleTimeoutMs: null, longestIdleMs: null, verdict: 'unsafe' })
  })
})
