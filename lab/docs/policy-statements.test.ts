import { describe, expect, it } from 'vitest'
import { clients } from '../../models/clients/catalogue.ts'
import { dotnet } from '../../models/clients/dotnet.ts'
import { httpx } from '../../models/clients/httpx.ts'
import { NO_ALL_HOSTS_LIMITS, NO_RETRY, PLAIN_POLICY, type PoolPolicy } from '../../models/pool/policy.ts'
import { changedStatements, policyFields, policyStatements } from './policy-statements.ts'

const sweep = { timeoutShare: 1, minMs: 90, grainMs: 0, unlimitedMs: Infinity, runs: 'while-idle' } as const

/** Every kind of value that a field may have. */
const values: { readonly [Field in keyof PoolPolicy]: ReadonlyArray<PoolPolicy[Field]> } = {
  pick: ['lifo', 'fifo', 'first-created', 'first-slot', 'first-slot-live-or-not'],
  overflow: ['close-returned', 'evict-oldest', 'close-first-created'],
  idleCapCounts: ['idle', 'open'],
  idleCapScope: ['host', 'all-hosts'],
  connCapCounts: ['open', 'acquired'],
  connCapScope: ['host', 'all-hosts', 'all-workers'],
  allHosts: [
    NO_ALL_HOSTS_LIMITS,
    { ...NO_ALL_HOSTS_LIMITS, maxIdle: 100 },
    { ...NO_ALL_HOSTS_LIMITS, maxConns: 25 },
    { ...NO_ALL_HOSTS_LIMITS, makesRoom: true },
  ],
  expiry: [
    { kind: 'timer', grainMs: 0 },
    { kind: 'timer', grainMs: 1000 },
    { kind: 'checked', when: 'taken', sweep: null },
    { kind: 'checked', when: 'any-request', sweep: null },
    { kind: 'checked', when: 'taken', sweep },
    { kind: 'swept', sweep },
    { kind: 'swept', sweep: { ...sweep, runs: 'from-creation' } },
    { kind: 'swept', sweep: { ...sweep, runs: 'from-first-idle' } },
    { kind: 'swept', sweep: { ...sweep, grainMs: 1000 } },
    { kind: 'swept', sweep: { ...sweep, timeoutShare: 0 } },
    { kind: 'swept', sweep: { ...sweep, unlimitedMs: 30_000 } },
    { kind: 'halved', periodMs: 5000, spareConns: 0 },
    { kind: 'halved', periodMs: 5000, spareConns: 3 },
  ],
  lifetime: ['timer', 'checked', 'returned', 'last-request'],
  requestCap: ['returned', 'last-request'],
  lateBinding: [
    { kind: 'none' },
    { kind: 'dial-each', surplus: 'idle' },
    { kind: 'dial-each', surplus: 'closed' },
    { kind: 'dial-shortfall', surplus: 'idle' },
    { kind: 'dial-shortfall', surplus: 'closed' },
  ],
  serverHint: [
    { kind: 'ignore' },
    { kind: 'shorten', marginMs: 0 },
    { kind: 'shorten', marginMs: 2000 },
    { kind: 'shorten-if-set', marginMs: 1000 },
    { kind: 'replace', marginMs: 0, ceilingMs: Infinity },
    { kind: 'replace', marginMs: 0, ceilingMs: 600_000 },
    { kind: 'refuse-short', marginMs: 1000 },
    { kind: 'check', marginMs: 1000 },
  ],
  seesClose: ['at-once', 'when-used'],
  staleRetry: [
    NO_RETRY,
    { requests: 'idempotent', times: Infinity, delayMs: 0 },
    { requests: 'idempotent', times: 1, delayMs: 0 },
    { requests: 'idempotent', times: 1, delayMs: 1000 },
    { requests: 'idempotent', times: 4, delayMs: 0 },
    { requests: 'all', times: Infinity, delayMs: 0 },
  ],
}

function textOf(field: keyof PoolPolicy, policy: PoolPolicy): string {
  return policyStatements(policy).find((statement) => statement.field === field)?.text ?? ''
}

describe('a policy in words', () => {
  it('has a statement for every field', () => {
    expect(policyFields.toSorted()).toEqual(Object.keys(PLAIN_POLICY).sort())
    expect(policyStatements(PLAIN_POLICY).map(({ field }) => field)).toEqual(policyFields)
  })

  it.each(policyFields)('says something else for each value of %s, in whole sentences', (field) => {
    const texts = values[field].map((value) => textOf(field, { ...PLAIN_POLICY, [field]: value }))
    expect(new Set(texts).size).toBe(texts.length)
    for (const text of texts) expect(text).toMatch(/^[A-Z].*\.$/)
  })

  it('holds no number that is none, for any client', () => {
    for (const { policy, patchedPolicy } of clients) {
      for (const { text } of policyStatements(patchedPolicy ?? policy)) {
        expect(text).not.toMatch(/Infinity|NaN|undefined|null/)
      }
    }
  })

  it('says how .NET sweeps, and what httpx counts', () => {
    expect(textOf('expiry', dotnet.policy)).toBe(
      'Only by sweeps: until the next one, a connection is handed out however long it was idle. A sweep closes what is past its time 4 times in an idle timeout, but not more often than every 1 s (every 30 s where there is none), counted from when the pool was made.',
    )
    expect(textOf('idleCapCounts', httpx.policy)).toMatch(/^All open connections/)
  })
})

describe('what a patch changes', () => {
  it('is told in its new words, and nothing else is', () => {
    const changed = changedStatements(PLAIN_POLICY, { ...PLAIN_POLICY, pick: 'fifo' })
    expect(changed.map(({ field }) => field)).toEqual(['pick'])
    expect(changed[0]?.text).toContain('FIFO')
    expect(changedStatements(PLAIN_POLICY, PLAIN_POLICY)).toEqual([])
  })
})
