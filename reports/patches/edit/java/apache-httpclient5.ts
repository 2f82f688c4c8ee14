import type { Client } from '../../../../models/clients/client.ts'
import { ConfigEditError, type ConfigPlace, type Splice, type WantedSettings } from '../config-dialect.ts'
import { addCalls } from '../syntax/lezer-tree-chain.ts'
import {
  type SourceField,
  sourceFields,
  type SourceValue,
  type SourceWish,
} from '../syntax/lezer-tree-field.ts'
import { endOfLineAfter, indentAt, newlineOf } from '../syntax/lezer-tree-insert.ts'
import { type FieldPlan, oneLine } from '../syntax/lezer-tree-plan.ts'
import { sourcePlace } from '../syntax/lezer-tree-place.ts'
import { companion, plainWish } from '../syntax/lezer-tree-wish.ts'
import { type ApacheManager, apacheLanguage, findManagers } from './apache-managers.ts'
import { type JavaFile, usableName } from './java-file.ts'
import { atLeast, javaCount, javaTime, timeText } from './java-text.ts'
import { wantsReuse } from '../wants-reuse.ts'

const IMPLEMENTATION = 'org.apache.hc.client5.http.impl'

type Additions = FieldPlan['additions']

/**
 * Pooling connection managers of Apache HttpClient 5, classic and asynchronous, with the client and the RequestConfig
 * that use them as far as they are in the same file.
 */
export function apachePlaces(file: JavaFile, client: Client): ConfigPlace[] {
  return findManagers(file).map((manager) => place(file, client, manager))
}

function place(file: JavaFile, client: Client, manager: ApacheManager): ConfigPlace {
  const { first } = manager.chain
  const fields = sourceFields(apacheLanguage(file), manager.writes)
  return sourcePlace(client, {
    title: oneLine(first.text.slice(0, first.text.lastIndexOf('('))),
    from: first.from,
    fields,
    mayHoldMore: false,
    unreadable: null,
    wishes: (wanted) => [
      ...managerWishes(manager, wanted),
      ...(wantsReuse(wanted) ? reuseWishes(file, manager, fields, wanted) : noReuseWishes(manager)),
    ],
    add: (additions) => add(file, manager, additions),
    notes: (wanted) => notes(file, manager, fields, wanted),
    workarounds: {
      maxIdlePerHost: `every connection up to ${perRoute(manager)} may stay idle until it expires`,
    },
  })
}

function perRoute({ hasBuilder }: ApacheManager): string {
  return hasBuilder ? 'setMaxConnPerRoute' : 'setDefaultMaxPerRoute'
}

function total({ hasBuilder }: ApacheManager): string {
  return hasBuilder ? 'setMaxConnTotal' : 'setMaxTotal'
}

/** 5 connections for a route and 25 in all, unless they are set. */
function managerWishes(manager: ApacheManager, { maxConnsPerHost }: WantedSettings): SourceWish[] {
  const isWide = (value: SourceValue | undefined) =>
    typeof (value ?? 25) === 'number' && Number(value ?? 25) >= Math.min(maxConnsPerHost, 2 ** 31 - 1)
  return [
    javaCount(perRoute(manager), maxConnsPerHost, 5),
    companion(total(manager), isWide, 'Integer.MAX_VALUE'),
  ]
}

/** The keep-alive is 3 min unless it is set, and what the server says goes before it unless a strategy sees to that. */
function reuseWishes(
  file: JavaFile,
  { client, request }: ApacheManager,
  fields: readonly SourceField[],
  { idleTimeoutMs }: WantedSettings,
): SourceWish[] {
  const shortened = [
    atLeast(file, 'setIdleTimeout', 'Timeout', idleTimeoutMs),
    atLeast(file, 'evictIdleConnections', 'TimeValue', idleTimeoutMs),
  ]
  const times = { wantedMs: idleTimeoutMs, ifAbsentMs: 180_000 }
  const keepAlive = javaTime(file, 'setConnectionKeepAlive', 'TimeValue', times)
  if (client === null) return [...shortened, ...(request === null ? [] : [keepAlive])]
  const isEvicting = fields.some(({ name }) => name === 'evictIdleConnections')
  return [
    ...shortened,
    ...(request === null && !canTakeRequest(client.links) ? [] : [keepAlive]),
    {
      ...javaTime(file, 'setKeepAliveStrategy', 'TimeValue', { ...times, ifAbsentMs: NaN }),
      isCompanion: true,
    },
    companion('evictExpiredConnections', (value) => isEvicting || value === true, '()'),
    companion(
      'setConnectionReuseStrategy',
      (value) => value !== false,
      `${usableName(file, `${IMPLEMENTATION}.DefaultClientConnectionReuseStrategy`)}.INSTANCE`,
    ),
  ]
}

/** Whether the client is not given a RequestConfig that is made elsewhere. */
function canTakeRequest(links: readonly { readonly name: string }[]): boolean {
  return links.every(({ name }) => name !== 'setDefaultRequestConfig')
}

function noReuseWishes({ client }: ApacheManager): SourceWish[] {
  const none = (value: SourceValue | undefined) => value === false
  const text = '(request, response, context) -> false'
  return client === null ? [] : [plainWish('setConnectionReuseStrategy', none, text)]
}

function add(file: JavaFile, manager: ApacheManager, additions: Additions): Splice[] {
  const own = additions.filter(({ name }) => name === perRoute(manager) || name === total(manager))
  const keepAlive = additions.filter(({ name }) => name === 'setConnectionKeepAlive')
  const others = additions.filter((each) => !own.includes(each) && !keepAlive.includes(each))
  const { client, request } = manager
  const calls = others.map((each) => clientCall(file, each))
  if (request === null) calls.push(...keepAlive.map((each) => requestCall(file, each)))
  return [
    ...addToManager(file, manager, own),
    ...(client === null ? [] : addCalls(file.root, client, calls)),
    ...(request === null ? [] : addCalls(file.root, request, keepAlive.map(plainCall))),
  ]
}

function plainCall({ name, text }: Additions[number]): string {
  return `${name}(${text})`
}

function clientCall(file: JavaFile, { name, text }: Additions[number]): string {
  if (name === 'evictExpiredConnections') return `${name}()`
  if (name !== 'setKeepAliveStrategy') return `${name}(${text})`
  const strategy = usableName(file, `${IMPLEMENTATION}.DefaultConnectionKeepAliveStrategy`)
  const limited = `${strategy}.INSTANCE.getKeepAliveDuration(response, context).min(${text})`
  return `${name}((response, context) -> ${limited})`
}

function requestCall(file: JavaFile, keepAlive: Additions[number]): string {
  const config = usableName(file, 'org.apache.hc.client5.http.config.RequestConfig')
  return `setDefaultRequestConfig(${config}.custom().${plainCall(keepAlive)}.build())`
}

/** Calls in the builder's chain, or statements after the one that makes the manager. */
function addToManager({ root }: JavaFile, manager: ApacheManager, additions: Additions): Splice[] {
  if (additions.length === 0) return []
  if (manager.hasBuilder) return addCalls(root, manager.chain, additions.map(plainCall))
  const { binding, chain } = manager
  const statement = binding?.statement
  if (binding === null || statement === null || statement === undefined) {
    const names = additions.map(({ name }) => name).join(' and ')
    throw new ConfigEditError(
      `there is no statement after which ${names} could be called: make the manager with its Builder`,
      chain.first.from,
    )
  }
  const start = `${newlineOf(root.text)}${indentAt(root.text, statement.from)}`
  const from = endOfLineAfter(root, statement.to)
  return [
    { from, to: from, text: additions.map((each) => `${start}${binding.name}.${plainCall(each)};`).join('') },
  ]
}

function notes(
  file: JavaFile,
  manager: ApacheManager,
  fields: readonly SourceField[],
  wanted: WantedSettings,
): string[] {
  return [...missingNotes(file, manager, wanted), ...totalNote(manager, fields, wanted)]
}

/** What has to be done where the client is built. */
function missingNotes(file: JavaFile, { client, request }: ApacheManager, wanted: WantedSettings): string[] {
  if (!wantsReuse(wanted)) {
    return client === null
      ? [
          'No connection is kept for reuse only if the client gets setConnectionReuseStrategy((request, response, context) -> false).',
        ]
      : []
  }
  const time = timeText(file, wanted.idleTimeoutMs, 'TimeValue')
  if (client === null) {
    return [
      `The client of this manager is not built in this file: give it evictExpiredConnections(), a RequestConfig with setConnectionKeepAlive(${time}), and a keep-alive strategy that lets the server's Keep-Alive header only shorten that.`,
    ]
  }
  return request === null && !canTakeRequest(client.links)
    ? [`The RequestConfig of this client is not made in this file: give it setConnectionKeepAlive(${time}).`]
    : []
}

/** The cap over all routes is left where it is wide enough for one; it may not be for several. */
function totalNote(
  manager: ApacheManager,
  fields: readonly SourceField[],
  { maxConnsPerHost }: WantedSettings,
): string[] {
  const field = fields.findLast(({ name }) => name.startsWith(total(manager)))
  const value = field === undefined ? 25 : field.constant?.value
  if (typeof value !== 'number' || value >= 2 ** 31 - 1 || value < maxConnsPerHost) return []
  return [
    `${total(manager)} ${value} caps the connections of all routes together: raise it if there are more than ${Math.floor(value / maxConnsPerHost)} of them.`,
  ]
}
