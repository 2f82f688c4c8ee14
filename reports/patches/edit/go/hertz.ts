import type { Client } from '../../../../models/clients/client.ts'
import type { ConfigDialect, ConfigPlace, WantedSettings } from '../config-dialect.ts'
import { codeChildren, findAll, type TreeNode } from '../syntax/lezer-tree.ts'
import { insertItems } from '../syntax/lezer-tree-insert.ts'
import type { FieldWish } from '../syntax/lezer-tree-plan.ts'
import type { GoValue } from './go-constant.ts'
import { type GoField, goFields, type GoWrite } from './go-field.ts'
import { type GoFile, isMember, packageOf, readGoFile } from './go-file.ts'
import { configPlace } from './go-place.ts'
import { countText, saysCount, saysTime, timeText } from './go-text.ts'
import { wantsReuse } from '../wants-reuse.ts'

const CLIENT = 'github.com/cloudwego/hertz/pkg/app/client'

/** Calls of `client.NewClient` of Hertz in Go source, whatever the package is called; options go behind the others. */
export const hertzDialect: ConfigDialect = {
  title: 'Go source',
  clients: ['hertz'],
  reads: (fileName) => /\.go$/i.test(fileName),
  findPlaces: ({ text }, client) => {
    const file = readGoFile(text)
    const calls = findAll(file.root, 'CallExpr')
    return calls
      .filter((call) => isMember(file, call.children[0], CLIENT, 'NewClient'))
      .map((call) => place(file, client, call))
  },
}

function place(file: GoFile, client: Client, call: TreeNode): ConfigPlace {
  const [callee, list] = codeChildren(call) as [TreeNode, TreeNode]
  const packageName = callee.text.slice(0, callee.text.indexOf('.')).trim()
  const options = codeChildren(list).slice(1, -1)
  const given = options.filter(({ name }) => name !== ',')
  const writes = given.map((option) => optionOf(file, option))
  const unknown = writes.flatMap((write, i) => (write === null ? [i] : []))
  const fields = goFields(
    file,
    writes.filter((write) => write !== null),
  ).map((field) => overridden(field, given, unknown.at(-1)))
  const isSpread = options.some(({ text }) => text === '...')
  return configPlace({
    file,
    client,
    title: `${callee.text} call`,
    from: call.from,
    fields,
    unreadable: isSpread ? 'takes its options from a slice: change it where that is made' : null,
    mayHoldMore: unknown.length > 0,
    others: [],
    wishes: (wanted) => wishes(file, wanted),
    add: (additions) =>
      insertItems(
        { root: file.root, list, indent: '\t', padding: '' },
        additions.map(({ name, text }) => `${packageName}.${name}(${text})`),
      ),
    notes: (wanted) => notes(fields, wanted),
  })
}

/** `client.WithX(value)` as a field; `null` for what could be any option. */
function optionOf(file: GoFile, option: TreeNode): GoWrite | null {
  const [callee, list] = option.name === 'CallExpr' ? codeChildren(option) : []
  const [qualifier, , name] = callee?.name === 'SelectorExpr' ? codeChildren(callee) : []
  if (qualifier === undefined || name === undefined || packageOf(file, qualifier) !== CLIENT) return null
  const given = codeChildren(list ?? option).slice(1, -1)
  return { name: name.text, value: given[0] ?? option, isCertain: true }
}

/** Options work in their order: one that is not known may undo those before it. */
function overridden(field: GoField, given: readonly TreeNode[], lastUnknown: number | undefined): GoField {
  const unknown = lastUnknown === undefined ? undefined : given[lastUnknown]
  if (unknown === undefined || unknown.from < field.from) return field
  return {
    ...field,
    constant: null,
    locked: `may be undone by ${unknown.text} behind it: move it to the end`,
  }
}

function wishes(file: GoFile, wanted: WantedSettings): FieldWish<GoValue>[] {
  const { idleTimeoutMs, maxConnsPerHost } = wanted
  const isReused = wantsReuse(wanted)
  const keepAlive: FieldWish<GoValue> = {
    name: 'WithKeepAlive',
    holds: (value) => (value ?? true) === isReused,
    write: () => String(isReused),
    isCompanion: isReused,
  }
  const idle: FieldWish<GoValue> = {
    name: 'WithMaxIdleConnDuration',
    holds: (value) => saysTime(isDefault(value) ? 10_000_000_000n : value, idleTimeoutMs),
    write: () => timeText(file, idleTimeoutMs, '*'),
    isCompanion: false,
  }
  const open: FieldWish<GoValue> = {
    name: 'WithMaxConnsPerHost',
    holds: (value) => (maxConnsPerHost === Infinity ? isDefault(value) : saysCount(value, maxConnsPerHost)),
    write: () => (maxConnsPerHost === Infinity ? '0' : countText(file, maxConnsPerHost)),
    isCompanion: false,
  }
  return isReused ? [keepAlive, idle, open] : [keepAlive, open]
}

/** Whether a value leaves the setting as it is when it is not given. */
function isDefault(value: GoValue | undefined): boolean {
  return value === undefined || (typeof value === 'bigint' && value <= 0n)
}

function notes(fields: readonly GoField[], { maxConnsPerHost }: WantedSettings): string[] {
  if (maxConnsPerHost === Infinity) {
    return ['Up to v0.10.2 Hertz takes 0, and no WithMaxConnsPerHost, for 512 connections, not for no limit.']
  }
  return fields.some(({ name }) => name === 'WithMaxConnWaitTimeout')
    ? []
    : [
        'Requests beyond WithMaxConnsPerHost are refused at once with ErrNoFreeConns, not queued: set WithMaxConnWaitTimeout where they should wait.',
      ]
}
