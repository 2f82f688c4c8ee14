import type {
  AllHostsLimits,
  LateBinding,
  PoolPolicy,
  ServerHintRule,
  StaleRetryRule,
} from '../../models/pool/policy.ts'
import { expiryStatement } from './expiry-statement.ts'
import { timeText } from './setting-value-text.ts'

/** One thing that a client's pool does, for people. */
export interface PolicyStatement {
  readonly field: keyof PoolPolicy
  /** A few words: what it is about. */
  readonly subject: string
  /** One or more whole sentences. */
  readonly text: string
}

type Statements = { readonly [Field in keyof PoolPolicy]: (policy: PoolPolicy) => string }

type Words<Value extends string> = Readonly<Record<Value, string>>

const subjects: Readonly<Record<keyof PoolPolicy, string>> = {
  pick: 'Which idle connection a request gets',
  overflow: 'When the idle cap is reached',
  idleCapCounts: 'What the idle cap counts',
  idleCapScope: 'Where the idle cap holds',
  connCapCounts: 'What the connection cap counts',
  connCapScope: 'Where the connection cap holds',
  allHosts: 'Limits over all hosts',
  expiry: 'How idle connections expire',
  lifetime: 'Lifetime',
  requestCap: 'Requests on one connection',
  lateBinding: 'A request that waits for its dial',
  serverHint: '`Keep-Alive: timeout=` in a response',
  seesClose: 'A connection that the server closes',
  staleRetry: 'A request that meets a closed connection',
}

const pick: Words<PoolPolicy['pick']> = {
  lifo: 'The one returned last (LIFO): the busiest connections stay busy, and the others grow old and expire.',
  fifo: 'The one returned first (FIFO): connections take turns, so that few of them grow idle enough to expire.',
  'first-created': 'The oldest one by creation.',
  'first-slot':
    'The one in the lowest slot. Slots are given out lowest first, and come free when a connection closes.',
  'first-slot-live-or-not':
    'The lowest slot that is not busy, whether its connection is open or not: a closed one is dialed anew although a later slot has an open one.',
}

const overflow: Words<PoolPolicy['overflow']> = {
  'close-returned': 'The connection that comes back is closed.',
  'evict-oldest': 'The connection that comes back is kept, and the one idle longest is closed.',
  'close-first-created':
    'The connection that comes back is kept, and the idle one that was created first is closed.',
}

const idleCapCounts: Words<PoolPolicy['idleCapCounts']> = {
  idle: 'Idle connections only.',
  open: 'All open connections: while more are open than may be kept, idle ones are closed whenever a request comes or ends.',
}

const idleCapScope: Words<PoolPolicy['idleCapScope']> = {
  host: 'For each host on its own.',
  'all-hosts': 'Once for all hosts of the process together.',
}

const connCapCounts: Words<PoolPolicy['connCapCounts']> = {
  open: 'All open connections, idle ones too.',
  acquired: 'Connections that are busy or being dialed; idle ones are not counted.',
}

const connCapScope: Words<PoolPolicy['connCapScope']> = {
  host: 'For each host on its own.',
  'all-hosts': 'Once for all hosts of the process together.',
  'all-workers': 'For each host, over all worker threads of the process together.',
}

const lifetime: Words<PoolPolicy['lifetime']> = {
  timer: 'A connection past its lifetime is closed at that moment if it is idle, else when it comes back.',
  checked:
    'A connection past its lifetime is closed when it comes back, when a request would take it, and by sweeps where there are any.',
  returned: 'A connection past its lifetime is closed when it comes back; an idle one is still handed out.',
  'last-request': 'A connection past its lifetime is handed out once more, and closed after that request.',
}

const requestCap: Words<PoolPolicy['requestCap']> = {
  returned: 'Where there is a cap, a connection is closed when it has served that many.',
  'last-request':
    'Where there is a cap, a connection that has reached it is handed out once more, and closed after that request.',
}

const seesClose: Words<PoolPolicy['seesClose']> = {
  'at-once': 'An idle one leaves the pool as soon as the client hears of it.',
  'when-used': 'An idle one stays in the pool until a request has been written to it and fails.',
}

const statements: Statements = {
  pick: (policy) => pick[policy.pick],
  overflow: (policy) => overflow[policy.overflow],
  idleCapCounts: (policy) => idleCapCounts[policy.idleCapCounts],
  idleCapScope: (policy) => idleCapScope[policy.idleCapScope],
  connCapCounts: (policy) => connCapCounts[policy.connCapCounts],
  connCapScope: (policy) => connCapScope[policy.connCapScope],
  allHosts: (policy) => allHostsText(policy.allHosts),
  expiry: (policy) => expiryStatement(policy.expiry),
  lifetime: (policy) => lifetime[policy.lifetime],
  requestCap: (policy) => requestCap[policy.requestCap],
  lateBinding: (policy) => lateBindingText(policy.lateBinding),
  serverHint: (policy) => serverHintText(policy.serverHint),
  seesClose: (policy) => seesClose[policy.seesClose],
  staleRetry: (policy) => staleRetryText(policy.staleRetry),
}

export const policyFields = Object.keys(subjects) as ReadonlyArray<keyof PoolPolicy>

/** What the pool does, a statement for every field of its policy, in the order in which a reader needs them. */
export function policyStatements(policy: PoolPolicy): PolicyStatement[] {
  return policyFields.map((field) => ({ field, subject: subjects[field], text: statements[field](policy) }))
}

/** Those in which two policies differ, as the second has them. */
export function changedStatements(before: PoolPolicy, after: PoolPolicy): PolicyStatement[] {
  const was = policyStatements(before)
  return policyStatements(after).filter(({ text }, i) => text !== was[i]?.text)
}

function allHostsText({ maxIdle, maxConns, makesRoom }: AllHostsLimits): string {
  const sentences = [
    ...(maxIdle === Infinity
      ? []
      : [
          `At most ${maxIdle} idle connections to all hosts together: one more, and the one idle longest, of any host, is closed.`,
        ]),
    ...(maxConns === Infinity ? [] : [`At most ${maxConns} open connections to all hosts together.`]),
    ...(makesRoom
      ? ['An idle connection of another host is closed where the cap stands in the way of a dial.']
      : []),
  ]
  return sentences.length === 0 ? 'None.' : sentences.join(' ')
}

const surplus: Words<'idle' | 'closed'> = {
  idle: 'The connection that was dialed for it then becomes idle.',
  closed: 'The connection that was dialed for it is then closed.',
}

function lateBindingText(rule: LateBinding): string {
  switch (rule.kind) {
    case 'none':
      return 'It gets the connection that is dialed for it, and no other.'
    case 'dial-each':
      return `It takes a connection that comes free meanwhile; every request that finds none idle starts a dial. ${surplus[rule.surplus]}`
    case 'dial-shortfall':
      return `It takes a connection that comes free meanwhile; a dial is started only while more requests wait than dials are under way. ${surplus[rule.surplus]}`
    default:
      throw new RangeError(`kind is not known: ${JSON.stringify(rule satisfies never)}`)
  }
}

function serverHintText(rule: ServerHintRule): string {
  switch (rule.kind) {
    case 'ignore':
      return 'It is ignored.'
    case 'shorten':
      return `It shortens the idle timeout of the connection to ${hintText(rule.marginMs)}, never lengthens it; one that leaves nothing closes the connection.`
    case 'shorten-if-set':
      return `It shortens the idle timeout of the connection to ${hintText(rule.marginMs)}, never lengthens it, but only where a finite idle timeout is set.`
    case 'replace':
      return `It replaces the idle timeout of the connection by ${hintText(rule.marginMs)}, even by a longer one${rule.ceilingMs === Infinity ? '' : `, up to ${timeText(rule.ceilingMs)}`}.`
    case 'refuse-short':
      return `One of ${timeText(rule.marginMs)} or less closes the connection; any other has no effect.`
    case 'check':
      return `A connection that was idle for longer than ${hintText(rule.marginMs)} is closed when a request would take it, and by sweeps.`
    default:
      throw new RangeError(`kind is not known: ${JSON.stringify(rule satisfies never)}`)
  }
}

function hintText(marginMs: number): string {
  return marginMs === 0 ? 'what it says' : `what it says less ${timeText(marginMs)}`
}

const retried: Words<StaleRetryRule['requests']> = {
  none: 'It fails.',
  idempotent: 'It is sent again if its method is idempotent',
  all: 'It is sent again, whatever its method',
}

function staleRetryText({ requests, times, delayMs }: StaleRetryRule): string {
  if (requests === 'none') return retried.none
  const often =
    times === Infinity ? 'until it reaches a new connection' : times === 1 ? 'once' : `up to ${times} times`
  return `${retried[requests]}, ${often}${delayMs === 0 ? '' : `, after a pause of ${timeText(delayMs)}`}.`
}
