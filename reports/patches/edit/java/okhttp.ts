import type { Client } from '../../../../models/clients/client.ts'
import { A_YEAR_MS } from '../../../../models/clients/dialect/a-year.ts'
import { LARGEST_INT } from '../../../../models/clients/dialect/largest-int.ts'
import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import type { ConfigPlace, WantedSettings } from '../config-dialect.ts'
import { closest, codeChildren, type TreeNode } from '../syntax/lezer-tree.ts'
import { addCalls, type CallChain, isBuilt } from '../syntax/lezer-tree-chain.ts'
import { type SourceField, sourceFields, type SourceWish } from '../syntax/lezer-tree-field.ts'
import { type FieldPlan, oneLine } from '../syntax/lezer-tree-plan.ts'
import { sourcePlace } from '../syntax/lezer-tree-place.ts'
import { plainWish } from '../syntax/lezer-tree-wish.ts'
import { bindingOf, chainFrom, creations, laterWrites } from './java-calls.ts'
import { callArguments, javaLanguage, unitsMs } from './java-constant.ts'
import { constantSource, definitionOf, type JavaFile, usableName } from './java-file.ts'
import { javaCount } from './java-text.ts'
import { wantsReuse } from '../wants-reuse.ts'

const POOL = 'okhttp3.ConnectionPool'
const TIME_UNIT = 'java.util.concurrent.TimeUnit'

/** `new ConnectionPool(…)`, and clients that are built without one. */
export function okhttpPlaces(file: JavaFile, client: Client): ConfigPlace[] {
  const pools = creations(file, [POOL])
  const builders = creations(file, ['okhttp3.OkHttpClient.Builder']).map(chainFrom)
  return [
    ...pools.map((pool) => ({ ...poolPlace(file, client, pool), from: beginning(pool, builders) })),
    ...builders.flatMap((chain) => builderPlace(file, client, chain, pools) ?? []),
  ].toSorted((a, b) => a.from - b.from)
}

/** The builder that is given the pool where it is made: the place begins with it, as it did without a pool. */
function beginning(pool: TreeNode, builders: readonly CallChain[]): number {
  const builder = builders.find(({ links }) =>
    links.some(({ name, call }) => name === 'connectionPool' && callArguments(call)[0] === pool),
  )
  return builder?.first.from ?? pool.from
}

function poolPlace(file: JavaFile, client: Client, pool: TreeNode): ConfigPlace {
  const given = callArguments(pool)
  const names = ['maxIdleConnections', 'keepAliveDuration', 'timeUnit']
  const writes = given.map((value, i) => ({ name: names[i] ?? 'argument', value, isCertain: true }))
  const fields = sourceFields(javaLanguage(file), writes)
  const isKnown = given.length === 0 || given.length === 3
  return sourcePlace(client, {
    title: oneLine(pool.text.slice(0, pool.text.indexOf('('))),
    from: pool.from,
    fields,
    mayHoldMore: false,
    unreadable: isKnown
      ? null
      : 'takes other arguments than maxIdleConnections, keepAliveDuration and timeUnit: change it by hand',
    wishes: (wanted) => wishes(file, fields, wanted),
    add: (additions) => {
      const list = pool.children.find(({ name }) => name === 'ArgumentList') as TreeNode
      return [{ from: list.from + 1, to: list.from + 1, text: argumentsText(additions) }]
    },
    notes,
    workarounds,
  })
}

/** A client whose builder is not given a pool in this file. */
function builderPlace(
  file: JavaFile,
  client: Client,
  chain: CallChain,
  pools: readonly TreeNode[],
): ConfigPlace | null {
  const [given, ...more] = chain.links.filter(({ name }) => name === 'connectionPool')
  const binding = isBuilt(chain) ? null : bindingOf(file, chain)
  const later = binding === null ? [] : laterWrites(file, binding, chain.first, ['connectionPool'])
  const value = later.at(-1)?.value ?? (given === undefined ? undefined : callArguments(given.call)[0])
  if (value !== undefined && pools.includes(sourceOf(file, value))) return null
  const elsewhere =
    value === undefined && more.length === 0
      ? null
      : `takes its pool from ${oneLine(value?.text ?? '')}: change it where that is made`
  return sourcePlace(client, {
    title: oneLine(chain.first.text.slice(0, chain.first.text.indexOf('('))),
    from: chain.first.from,
    fields: [],
    mayHoldMore: false,
    unreadable: elsewhere,
    wishes: (wanted) => wishes(file, [], wanted),
    add: (additions) => {
      const pool = `new ${usableName(file, POOL)}(${argumentsText(additions)})`
      return addCalls(file.root, chain, [`connectionPool(${pool})`])
    },
    notes,
    workarounds,
  })
}

/** What a variable is given, or the expression itself. */
function sourceOf(file: JavaFile, value: TreeNode): TreeNode {
  const definition = value.name === 'Identifier' ? definitionOf(file, value) : undefined
  if (definition === undefined) return value
  const declarator = closest(definition, ({ name }) => name === 'VariableDeclarator')
  return (
    constantSource(file, definition) ??
    (declarator === undefined ? value : (codeChildren(declarator)[2] ?? value))
  )
}

/** OkHttp takes all three arguments or none: 5 connections, 5 min. */
function wishes(file: JavaFile, fields: readonly SourceField[], wanted: WantedSettings): SourceWish[] {
  const { idleTimeoutMs, maxIdlePerHost } = wanted
  if (!wantsReuse(wanted)) return allOrNone([javaCount('maxIdleConnections', 0, 5), ...anyTime(file)], false)
  const isDefault = maxIdlePerHost === 5 && idleTimeoutMs === 300_000
  const idle = timeWishes(file, fields, idleTimeoutMs)
  return allOrNone([javaCount('maxIdleConnections', maxIdlePerHost, 5), ...idle], isDefault)
}

/** Absent arguments are right only where all of them are. */
function allOrNone(all: readonly SourceWish[], isDefault: boolean): SourceWish[] {
  return all.map((wish) => ({
    ...wish,
    holds: (value) => (value === undefined ? isDefault : wish.holds(value)),
  }))
}

/** In the unit that is written, where the time is a whole number of it. */
function timeWishes(file: JavaFile, fields: readonly SourceField[], idleTimeoutMs: number): SourceWish[] {
  const wholeMs = roundDown(idleTimeoutMs, A_YEAR_MS)
  const valueOf = (name: string) => fields.find((field) => field.name === name)?.constant?.value
  const written = valueOf('timeUnit')
  const writtenMs = unitsMs.get(written) ?? NaN
  const amount = Number(valueOf('keepAliveDuration') ?? NaN)
  const isUnlimited = wholeMs === A_YEAR_MS && amount * writtenMs >= A_YEAR_MS
  const fits = writtenMs >= 1 && wholeMs % writtenMs === 0
  const finest = wholeMs % 1000 === 0 ? 'SECONDS' : 'MILLISECONDS'
  const unit = fits && typeof written === 'string' ? written : finest
  const count = wholeMs / (unitsMs.get(unit) ?? 1)
  const text = count > LARGEST_INT ? `${count}L` : String(count)
  return [
    plainWish('keepAliveDuration', (value) => isUnlimited || value === count, text),
    unitWish(file, unit, (value) => isUnlimited || value === unit),
  ]
}

/** The time has to be above 0, and does not matter. */
function anyTime(file: JavaFile): SourceWish[] {
  const amount = plainWish('keepAliveDuration', () => true, '1')
  const unit = unitWish(file, 'SECONDS', () => true)
  return [amount, unit].map((wish) => ({ ...wish, isCompanion: true }))
}

function unitWish(file: JavaFile, unit: string, holds: SourceWish['holds']): SourceWish {
  const write: SourceWish['write'] = (replaced) => {
    const written = replaced?.text ?? ''
    const type = written.includes('.')
      ? written.slice(0, written.lastIndexOf('.'))
      : usableName(file, TIME_UNIT)
    return `${type}.${unit}`
  }
  return { name: 'timeUnit', holds, write, isCompanion: false }
}

function argumentsText(additions: FieldPlan['additions']): string {
  return additions.map(({ text }) => text).join(', ')
}

function notes(wanted: WantedSettings): string[] {
  const isLimited = wantsReuse(wanted) && wanted.maxIdlePerHost !== Infinity
  return isLimited
    ? ['maxIdleConnections counts all hosts together: multiply it by the number of hosts that are called.']
    : []
}

const workarounds = {
  maxConnsPerHost:
    'Dispatcher.setMaxRequestsPerHost bounds calls by enqueue; let those by execute take a permit of a Semaphore',
}
