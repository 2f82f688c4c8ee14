import type { Client } from '../../../../models/clients/client.ts'
import { A_YEAR_MS } from '../../../../models/clients/dialect/a-year.ts'
import { javaDuration } from '../../../../models/clients/dialect/java-duration.ts'
import { ConfigEditError, type ConfigPlace, type WantedSettings } from '../config-dialect.ts'
import type { TreeNode } from '../syntax/lezer-tree.ts'
import { addCalls, isBuilt } from '../syntax/lezer-tree-chain.ts'
import { sourceFields, type SourceValue, type SourceWish } from '../syntax/lezer-tree-field.ts'
import { oneLine } from '../syntax/lezer-tree-plan.ts'
import { sourcePlace } from '../syntax/lezer-tree-place.ts'
import { companion } from '../syntax/lezer-tree-wish.ts'
import { bindingOf, chainFrom, chainWrites, laterWrites, staticCalls } from './java-calls.ts'
import { callArguments, javaLanguage } from './java-constant.ts'
import type { JavaFile } from './java-file.ts'
import { javaCount, javaTime, timeText } from './java-text.ts'
import { wantsReuse } from '../wants-reuse.ts'

const PROVIDER = 'reactor.netty.resources.ConnectionProvider'

const setters = [
  'maxConnections',
  'maxIdleTime',
  'pendingAcquireMaxCount',
  'lifo',
  'fifo',
  'evictInBackground',
]

/** `ConnectionProvider.builder(name)`, and `ConnectionProvider.create(name, maxConnections)`. */
export function reactorNettyPlaces(file: JavaFile, client: Client): ConfigPlace[] {
  return [
    ...staticCalls(file, [PROVIDER], 'builder').map((call) => builderPlace(file, client, call)),
    ...staticCalls(file, [PROVIDER], 'create').map((call) => createPlace(file, client, call)),
  ].toSorted((a, b) => a.from - b.from)
}

function builderPlace(file: JavaFile, client: Client, call: TreeNode): ConfigPlace {
  const chain = chainFrom(call)
  const binding = isBuilt(chain) ? null : bindingOf(file, chain)
  const later = binding === null ? [] : laterWrites(file, binding, call, setters)
  const fields = sourceFields(javaLanguage(file), [...chainWrites(chain, setters), ...later])
  const isFifo = fields.findLast(({ name }) => /^(?:lifo|fifo)/.test(name))?.name.startsWith('fifo') === true
  return sourcePlace(client, {
    title: oneLine(call.text),
    from: call.from,
    fields,
    mayHoldMore: false,
    unreadable: null,
    wishes: (wanted) => [...wishes(file, wanted), ...(isFifo || !wantsReuse(wanted) ? [] : [lifo])],
    add: (additions) => {
      const calls = additions.map(({ name, text }) => (name === 'lifo' ? 'lifo()' : `${name}(${text})`))
      return addCalls(file.root, chain, calls)
    },
    notes: (wanted) => notes(wanted, isFifo),
    workarounds,
  })
}

/** The connection used last goes out first, so that those beyond the need expire. */
const lifo = companion('lifo', (value) => value === true, '()')

/** Without `maxConnections` a builder takes twice the number of processors, which is not known. */
function wishes(file: JavaFile, wanted: WantedSettings): SourceWish[] {
  const { idleTimeoutMs, maxConnsPerHost } = wanted
  const isUnlimited = maxConnsPerHost === Infinity
  const pending = companion('pendingAcquireMaxCount', (value) => !isUnlimited || value === -1, '-1')
  const idle = javaTime(file, 'maxIdleTime', 'Duration', { wantedMs: idleTimeoutMs, ifAbsentMs: Infinity })
  const open = javaCount('maxConnections', maxConnsPerHost, NaN)
  return [open, pending, ...(wantsReuse(wanted) ? [idle, sweep(file, idleTimeoutMs)] : [])]
}

/** Any period will do; if there is none, a quarter of the time, and a second at least. */
function sweep(file: JavaFile, idleTimeoutMs: number): SourceWish {
  const isNeeded = idleTimeoutMs < A_YEAR_MS
  const holds = (value: SourceValue | undefined) => !isNeeded || value !== undefined
  return companion('evictInBackground', holds, timeText(file, Math.max(idleTimeoutMs / 4, 1000), 'Duration'))
}

function createPlace(file: JavaFile, client: Client, call: TreeNode): ConfigPlace {
  const [name, maxConnections] = callArguments(call)
  const writes =
    maxConnections === undefined ? [] : [{ name: 'maxConnections', value: maxConnections, isCertain: true }]
  const fields = sourceFields(javaLanguage(file), writes)
  return sourcePlace(client, {
    title: oneLine(call.text),
    from: call.from,
    fields,
    mayHoldMore: false,
    unreadable: null,
    wishes: (wanted) => {
      if (wantsReuse(wanted) && wanted.idleTimeoutMs !== Infinity) {
        const builder = `ConnectionProvider.builder(${name?.text ?? ''})`
        const chain = `.maxConnections(…).maxIdleTime(${javaDuration(wanted.idleTimeoutMs, 'Duration')}).build()`
        throw new ConfigEditError(
          `create takes no maxIdleTime: use ${builder}${chain} in its place`,
          call.from,
        )
      }
      return [javaCount('maxConnections', wanted.maxConnsPerHost, NaN)]
    },
    add: (additions) => {
      const at = name?.to ?? call.to - 1
      return additions.map(({ text }) => ({ from: at, to: at, text: `, ${text}` }))
    },
    notes: (wanted) => notes(wanted, false),
    workarounds,
  })
}

function notes(wanted: WantedSettings, isFifo: boolean): string[] {
  if (!wantsReuse(wanted)) {
    return ['No connection is kept for reuse only if keepAlive(false) is called on the HttpClient.']
  }
  return isFifo
    ? [
        'fifo() hands out the connection idle for longest, so that under steady traffic none expires: call lifo() in its place.',
      ]
    : []
}

const workarounds = {
  maxIdlePerHost: 'every connection up to maxConnections may stay idle until it expires',
}
