import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { closeReasons } from '../models/pool/close-reason.ts'
import { PoolMachine } from '../models/pool/machine.ts'
import type { PoolEffects } from '../models/pool/pool-effects.ts'
import { anyPoolPolicy } from '../models/pool/commands/pool-policy.arbitrary.ts'
import { NO_RETRY, type PoolPolicy } from '../models/pool/policy.ts'
import type { PoolSettings } from '../models/pool/settings.ts'
import type { Driver } from './connection.ts'
import { endpointAt, GET, PoolClient, POST, RETRY_IDEMPOTENT } from './pool-client.fixture.ts'
import { OK, type Script, ScriptedServer, until } from './scripted-server.fixture.ts'

const faults = [
  '/ok',
  '/slow',
  '/close',
  '/http10',
  '/hint',
  '/hint-0',
  '/reset',
  '/reset-in-body',
  '/half',
  '/idle-close',
  '/idle-reset',
  '/unasked',
] as const

const misbehaving: Script = ({ path }, socket) => {
  if (path === '/ok') socket.write(OK)
  else if (path === '/close')
    socket.write('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok')
  else if (path === '/http10') socket.end('HTTP/1.0 200 OK\r\n\r\nok')
  else if (path === '/hint')
    socket.write('HTTP/1.1 200 OK\r\nkeep-alive: timeout=1\r\ncontent-length: 2\r\n\r\nok')
  else if (path === '/hint-0')
    socket.write('HTTP/1.1 200 OK\r\nkeep-alive: timeout=0\r\ncontent-length: 2\r\n\r\nok')
  else if (path === '/reset') socket.resetAndDestroy()
  else if (path === '/reset-in-body')
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok', () => socket.resetAndDestroy())
  else if (path === '/idle-close') socket.end(OK)
  else if (path === '/idle-reset') socket.write(OK, () => setImmediate(() => socket.resetAndDestroy()))
  else if (path === '/unasked') socket.write(OK, () => setImmediate(() => socket.write('Anything else?')))
  else if (path === '/half') socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok')
  else setImmediate(() => socket.write(OK))
}

const settingsArbitrary: fc.Arbitrary<PoolSettings> = fc.record({
  idleTimeoutMs: fc.constantFrom(1, 5, 60_000, Infinity),
  maxIdlePerHost: fc.constantFrom(0, 1, 2, Infinity),
  maxConnsPerHost: fc.constantFrom(1, 2, 3, Infinity),
  maxLifetimeMs: fc.constantFrom(5, Infinity),
  maxRequestsPerConn: fc.constantFrom(1, 3, Infinity),
  waitTimeoutMs: fc.constantFrom(0, 2, Infinity),
  maxWaiting: fc.constantFrom(0, 2, Infinity),
})

const policyArbitrary: fc.Arbitrary<PoolPolicy> = fc
  .tuple(
    anyPoolPolicy(),
    fc.constantFrom<PoolPolicy['serverHint']>(
      { kind: 'ignore' },
      { kind: 'shorten', marginMs: 0 },
      { kind: 'replace', marginMs: 1000, ceilingMs: 600_000 },
      { kind: 'check', marginMs: 0 },
    ),
    fc.constantFrom(NO_RETRY, RETRY_IDEMPOTENT, { ...RETRY_IDEMPOTENT, delayMs: 2 }),
  )
  .map(([policy, serverHint, staleRetry]) => ({ ...policy, serverHint, staleRetry }))

const requestArbitrary = fc.record({
  kind: fc.constant('request' as const),
  path: fc.constantFrom(...faults),
  post: fc.boolean(),
  /** Waits for this one before the next is sent. */
  alone: fc.boolean(),
})

const eventArbitrary = fc.oneof(
  { weight: 8, arbitrary: requestArbitrary },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('reconfigure' as const), settings: settingsArbitrary }),
  },
)

const steps = [
  'acquire',
  'dialed',
  'dialFailed',
  'release',
  'lost',
  'cancel',
  'closeIdle',
  'advance',
  'reconfigure',
] as const

/** `request` is the one that an `acquire` is for. */
interface Step {
  readonly name: (typeof steps)[number]
  readonly args: readonly unknown[]
  readonly request: number
}

/** Notes what a machine is told from outside, not what it tells itself. */
function recordSteps(machine: PoolMachine, starting: () => number | null): Step[] {
  const told: Step[] = []
  const requestOf = new Map<unknown, number>()
  let depth = 0
  for (const name of steps) {
    const original = machine[name].bind(machine) as (...args: unknown[]) => void
    Object.defineProperty(machine, name, {
      value: (...args: unknown[]) => {
        const started = starting()
        if (name === 'acquire' && started !== null) requestOf.set(args[0], started)
        if (depth === 0)
          told.push({ name, args: structuredClone(args), request: requestOf.get(args[0]) ?? NaN })
        depth++
        try {
          original(...args)
        } finally {
          depth--
        }
      },
    })
  }
  return told
}

/** What a machine without sockets decides when it is told the same. */
function replay(told: readonly Step[], settings: PoolSettings, { policy, createdAtMs }: PoolMachine) {
  const requestOf: number[] = []
  const assigned: number[] = []
  const effects: PoolEffects = {
    assign: (claim) => assigned.push(requestOf[claim] ?? NaN),
    dial() {},
    close() {},
    reject() {},
  }
  const machine = new PoolMachine(settings, policy, effects, createdAtMs)
  for (const { name, args, request } of told) {
    if (name === 'acquire') requestOf[args[0] as number] = request
    ;(machine[name] as (...args: readonly unknown[]) => void)(...args)
  }
  return { machine, assigned }
}

/** What became of each request, all of them sent while settings change in between. */
async function runEvents(client: PoolClient, events: readonly Event[]): Promise<Run> {
  let starting: number | null = null
  const told = recordSteps(client.pool.machine, () => starting)
  const outcomes: Promise<'answered' | 'failed'>[] = []
  for (const event of events) {
    if (event.kind === 'reconfigure') {
      client.pool.reconfigure(event.settings)
      continue
    }
    starting = outcomes.length
    const { answer } = client.start({ ...(event.post ? POST : GET), path: event.path })
    starting = null
    const outcome = answer.then(
      () => 'answered' as const,
      () => 'failed' as const,
    )
    outcomes.push(outcome)
    if (event.alone) await outcome
  }
  return { told, outcomes: await Promise.all(outcomes) }
}

interface Run {
  readonly told: readonly Step[]
  readonly outcomes: readonly ('answered' | 'failed')[]
}

type Event =
  | { readonly kind: 'reconfigure'; readonly settings: PoolSettings }
  | { readonly kind: 'request'; readonly path: string; readonly post: boolean; readonly alone: boolean }

function largest(all: readonly PoolSettings[], name: keyof PoolSettings): number {
  return Math.max(...all.map((settings) => settings[name]))
}

test.each<Driver>(['undici', 'wire'])(
  'on a server that does everything wrong, decides over %s as the machine alone does, and loses nothing',
  async (driver) => {
    const server = await ScriptedServer.start(misbehaving)
    try {
      await fc.assert(
        fc.asyncProperty(
          settingsArbitrary,
          policyArbitrary,
          fc.array(eventArbitrary, { minLength: 1, maxLength: 24 }),
          async (settings, policy, events) => {
            const client = new PoolClient(endpointAt(server.origin), settings, policy, driver)
            const seenBefore = server.seen.length
            const { told, outcomes } = await runEvents(client, events)
            await client.pool.settled(10_000)
            client.pool.close(new Error('the test is over'))
            await until('the server has none left', () => server.open === 0)

            const { counters } = client.pool.machine
            const alone = replay(told, settings, client.pool.machine)
            expect(alone.assigned).toEqual(client.sent)
            expect(alone.machine.counters).toEqual(counters)
            expect(client.pool.inFlight).toBe(0)
            expect(server.seen.length - seenBefore).toBeLessThanOrEqual(client.sent.length)
            const inForce = [
              settings,
              ...events.flatMap((event) => ('settings' in event ? [event.settings] : [])),
            ]
            if (policy.connCapCounts === 'open')
              expect(counters.peakOpen).toBeLessThanOrEqual(largest(inForce, 'maxConnsPerHost'))
            expect(counters.peakIdle).toBeLessThanOrEqual(largest(inForce, 'maxIdlePerHost'))
            const closed = closeReasons.reduce((sum, reason) => sum + counters.closed[reason], 0)
            expect(closed).toBe(counters.dialed)
            const requests = events.filter((event) => event.kind === 'request')
            expect(outcomes).toHaveLength(requests.length)
            for (const [i, { path, post }] of requests.entries()) {
              const sends = client.sent.filter((number) => number === i).length
              if (post || policy.staleRetry.requests === 'none') expect(sends).toBeLessThanOrEqual(1)
              if (['/half', '/reset', '/reset-in-body'].includes(path)) expect(outcomes[i]).toBe('failed')
            }
          },
        ),
        { numRuns: 60, seed: 20_261_122 },
      )
    } finally {
      await server.stop()
    }
  },
)
