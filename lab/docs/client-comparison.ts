import type { Client } from '../../models/clients/client.ts'
import type { ExpiryRule, PickRule, PoolPolicy, ServerHintRule } from '../../models/pool/policy.ts'
import { editableFiles } from './editable-files.ts'
import { markdownTable } from './markdown-table.ts'
import { hasConnectionCap } from './statements-for.ts'
import { settingValueText, timeText } from './setting-value-text.ts'

/** All clients side by side, as Markdown: what they do when nothing is set, and how their pools behave. */
export function clientComparison(clients: readonly Client[]): string {
  return [
    '# Clients',
    `kneepoint knows ${clients.length} HTTP clients and proxies: their settings by their own names, their defaults, what their pools do, and how a change is written. Each has a page, made from the same data that the simulator reads.`,
    '## Defaults',
    markdownTable(
      [
        'Client',
        'Versions',
        'Idle timeout',
        'Idle cap',
        'Connection cap',
        'Waits at the cap',
        'Lifetime',
        'Requests on one',
      ],
      clients.map(defaultsRow),
    ).join('\n'),
    'Caps are for each host, unless the table below says otherwise. A cap in brackets cannot be set.',
    '## Pools',
    markdownTable(
      [
        'Client',
        'Takes',
        'At the idle cap',
        'Caps hold for',
        'Expires',
        'Late binding',
        "The server's hint",
        'Sent again',
      ],
      clients.map(policyRow),
    ).join('\n'),
    list([
      '**Takes**: which idle connection a request gets. LIFO is the one returned last, FIFO the one returned first.',
      '**At the idle cap**: what is closed when one more connection comes back.',
      '**Expires**: how an idle connection is found to be idle for too long.',
      '**Late binding**: whether a request that waits for its dial takes a connection that comes free meanwhile.',
      "**The server's hint**: what `Keep-Alive: timeout=` in a response does.",
      '**Sent again**: a request that failed on a connection which the server had just closed.',
    ]),
    '## Files that are edited',
    '`tune --file` changes these; for every client, `tune` writes a snippet.',
    markdownTable(['Client', 'Files'], clients.map(filesRow)).join('\n'),
    '```sh\nnpx kneepoint tune scenario.ts --client nginx-upstream --file nginx.conf\n```',
  ].join('\n\n')
}

function link({ name, title }: Client): string {
  return `[${title}](${name}.md)`
}

function defaultsRow(client: Client): string[] {
  const { defaults, native } = client
  const cell = (
    name: 'idleTimeoutMs' | 'maxIdlePerHost' | 'maxConnsPerHost' | 'maxLifetimeMs' | 'maxRequestsPerConn',
  ) => {
    const text = settingValueText(name, defaults[name])
    if (native[name] !== undefined) return text
    return defaults[name] === Infinity ? '–' : `(${text})`
  }
  return [
    link(client),
    client.versions,
    client.policy.expiry.kind === 'halved' ? 'by need' : cell('idleTimeoutMs'),
    cell('maxIdlePerHost'),
    cell('maxConnsPerHost'),
    waitCell(client),
    cell('maxLifetimeMs'),
    cell('maxRequestsPerConn'),
  ]
}

function waitCell(client: Client): string {
  const { waitTimeoutMs, maxWaiting } = client.defaults
  if (!hasConnectionCap(client)) return '–'
  if (waitTimeoutMs === 0 || maxWaiting === 0) return 'fails'
  const many = maxWaiting === Infinity ? '' : `, ${maxWaiting} at most`
  return waitTimeoutMs === Infinity ? `for ever${many}` : `${timeText(waitTimeoutMs)}${many}`
}

function policyRow(client: Client): string[] {
  const { policy } = client
  return [
    link(client),
    picks[policy.pick],
    overflows[policy.overflow],
    scopes(policy),
    expiryCell(policy.expiry),
    bindings[policy.lateBinding.kind],
    hintCell(policy.serverHint),
    retryCell(policy),
  ]
}

const picks: Readonly<Record<PickRule, string>> = {
  lifo: 'LIFO',
  fifo: 'FIFO',
  'first-created': 'oldest',
  'first-slot': 'lowest slot',
  'first-slot-live-or-not': 'lowest slot, live or not',
}

const overflows: Readonly<Record<PoolPolicy['overflow'], string>> = {
  'close-returned': 'the one returned',
  'evict-oldest': 'the one idle longest',
  'close-first-created': 'the idle one created first',
}

function scopes({ idleCapScope, idleCapCounts, connCapScope, allHosts }: PoolPolicy): string {
  const words = [
    ...(idleCapScope === 'all-hosts' ? ['idle: all hosts'] : []),
    ...(idleCapCounts === 'open' ? ['idle: counts open ones'] : []),
    ...(connCapScope === 'host'
      ? []
      : [`connections: ${connCapScope === 'all-hosts' ? 'all hosts' : 'all workers'}`]),
    ...(allHosts.maxIdle === Infinity ? [] : [`${allHosts.maxIdle} idle over all hosts`]),
    ...(allHosts.maxConns === Infinity ? [] : [`${allHosts.maxConns} open over all hosts`]),
  ]
  return words.length === 0 ? 'each host' : words.join('; ')
}

function expiryCell(rule: ExpiryRule): string {
  switch (rule.kind) {
    case 'timer':
      return rule.grainMs === 0 ? 'at its moment' : `at its moment, in steps of ${timeText(rule.grainMs)}`
    case 'checked': {
      const when = rule.when === 'taken' ? 'when taken' : 'at any request'
      return rule.sweep === null ? when : `${when}, and by sweeps`
    }
    case 'swept':
      return 'by sweeps only'
    case 'halved':
      return `half of the surplus every ${timeText(rule.periodMs)}`
    default:
      throw new RangeError(`kind is not known: ${JSON.stringify(rule satisfies never)}`)
  }
}

const bindings: Readonly<Record<PoolPolicy['lateBinding']['kind'], string>> = {
  none: 'no',
  'dial-each': 'yes; each request dials',
  'dial-shortfall': 'yes; dials what is missing',
}

function hintCell(rule: ServerHintRule): string {
  switch (rule.kind) {
    case 'ignore':
      return 'ignored'
    case 'shorten':
      return 'shortens'
    case 'shorten-if-set':
      return 'shortens, if a timeout is set'
    case 'replace':
      return 'replaces'
    case 'refuse-short':
      return `no reuse at ${timeText(rule.marginMs)} or less`
    case 'check':
      return 'looked at when taken'
    default:
      throw new RangeError(`kind is not known: ${JSON.stringify(rule satisfies never)}`)
  }
}

const retries: Readonly<Record<PoolPolicy['staleRetry']['requests'], string>> = {
  none: 'never',
  idempotent: 'idempotent ones',
  all: 'all',
}

function retryCell({ staleRetry: { requests, times } }: PoolPolicy): string {
  if (requests === 'none' || times === Infinity) return retries[requests]
  return `${retries[requests]}, ${times === 1 ? 'once' : `${times} times`}`
}

function filesRow(client: Client): string[] {
  const files = editableFiles(client.name).map(({ title }) => title)
  return [link(client), files.length === 0 ? '–' : files.join(', ')]
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}
