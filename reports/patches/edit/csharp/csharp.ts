import type { Client } from '../../../../models/clients/client.ts'
import { LARGEST_INT } from '../../../../models/clients/dialect/largest-int.ts'
import type { ConfigDialect, ConfigPlace, Splice, WantedSettings } from '../config-dialect.ts'
import { sourceFields, type SourceWish } from '../syntax/lezer-tree-field.ts'
import { indentUnitOf, insertItems } from '../syntax/lezer-tree-insert.ts'
import type { FieldPlan } from '../syntax/lezer-tree-plan.ts'
import { sourcePlace } from '../syntax/lezer-tree-place.ts'
import { countWish, msOf, plainWish, timeWish } from '../syntax/lezer-tree-wish.ts'
import { csharpLanguage } from './csharp-constant.ts'
import { type CSharpFile, isWord, readCSharpFile } from './csharp-file.ts'
import { findHandlers, type SocketHandler } from './socket-handlers.ts'
import { wantsReuse } from '../wants-reuse.ts'

/** `new SocketsHttpHandler` in C# source: its initializer, and assignments to properties of the variable that holds it. */
export const csharpDialect: ConfigDialect = {
  title: 'C# source',
  clients: ['dotnet'],
  reads: (fileName) => /\.csx?$/i.test(fileName),
  findPlaces: ({ text }, client) => {
    const file = readCSharpFile(text)
    return findHandlers(file).map((handler) => place(file, client, handler))
  },
}

function place(file: CSharpFile, client: Client, handler: SocketHandler): ConfigPlace {
  const { title, from, writes, problem } = handler
  return sourcePlace(client, {
    title,
    from,
    fields: sourceFields(csharpLanguage(file), writes),
    mayHoldMore: false,
    unreadable: problem,
    wishes: (wanted) => wishes(file, wanted),
    add: (additions) => add(file, handler, additions),
    notes,
    workarounds: {
      maxIdlePerHost: 'every connection up to MaxConnectionsPerServer may stay idle until it expires',
    },
  })
}

const IDLE = 'PooledConnectionIdleTimeout'
const LIFETIME = 'PooledConnectionLifetime'

/** Four times the longest period of a timer (2^32 − 2 ms), in whole days: the sweep's is a quarter of it. */
const LONGEST_IDLE_MS = 198 * 86_400_000

/** 1 min and no limit unless they are set; a lifetime of zero keeps nothing. */
function wishes(file: CSharpFile, wanted: WantedSettings): SourceWish[] {
  const open = countWish({
    name: 'MaxConnectionsPerServer',
    wanted: wanted.maxConnsPerHost,
    ifAbsent: Infinity,
    largest: LARGEST_INT,
    unlimited: 'int.MaxValue',
  })
  const zero: SourceWish = {
    ...plainWish(LIFETIME, (value) => msOf(value) === 0, ''),
    write: (replaced) => `${timeSpanName(file, replaced?.text)}.Zero`,
  }
  if (!wantsReuse(wanted)) return [zero, open]
  const idle = timeWish({
    name: IDLE,
    wantedMs: wanted.idleTimeoutMs,
    ifAbsentMs: 60_000,
    longestMs: LONGEST_IDLE_MS,
    write: (ms, replaced) =>
      ms === Infinity ? infinite(file) : timeSpan(timeSpanName(file, replaced?.text), ms),
  })
  const lifetime: SourceWish = {
    ...plainWish(LIFETIME, (value) => msOf(value) !== 0, infinite(file)),
    isCompanion: true,
  }
  return [idle, lifetime, open]
}

function timeSpan(type: string, ms: number): string {
  return ms % 1000 === 0 ? `${type}.FromSeconds(${ms / 1000})` : `${type}.FromMilliseconds(${ms})`
}

/** As the replaced text has it, or as the file can name it. */
function timeSpanName(file: CSharpFile, replaced: string | undefined): string {
  const written = /(?:\w+\.)*TimeSpan(?=[.(])/.exec(replaced ?? '')?.[0]
  if (written !== undefined) return written
  const isNamed = file.lists.some((list) =>
    list.some((node, i) => isWord(node) && node.text === 'TimeSpan' && list[i - 1]?.name !== '.'),
  )
  return isNamed || file.namespaces.includes('System') ? 'TimeSpan' : 'System.TimeSpan'
}

function infinite({ namespaces }: CSharpFile): string {
  return namespaces.includes('System.Threading')
    ? 'Timeout.InfiniteTimeSpan'
    : 'System.Threading.Timeout.InfiniteTimeSpan'
}

function add({ root }: CSharpFile, handler: SocketHandler, additions: FieldPlan['additions']): Splice[] {
  const items = additions.map(({ name, text }) => `${name} = ${text}`)
  const { initializer, to } = handler
  if (initializer === null) return [{ from: to, to, text: ` { ${items.join(', ')} }` }]
  return insertItems({ root, list: initializer, indent: indentUnitOf(root.text), padding: ' ' }, items)
}

function notes(wanted: WantedSettings): string[] {
  return wantsReuse(wanted) && wanted.idleTimeoutMs !== Infinity
    ? [
        'A connection may stay idle for a quarter longer than PooledConnectionIdleTimeout, until the next sweep.',
      ]
    : []
}
