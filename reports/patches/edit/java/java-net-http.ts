import type { Client } from '../../../../models/clients/client.ts'
import type { ConfigPlace, Splice } from '../config-dialect.ts'
import { wantedProperties, type WantedProperty } from '../properties/java-system-properties.ts'
import { closest, type TreeNode } from '../syntax/lezer-tree.ts'
import {
  type SourceField,
  sourceFields,
  type SourceValue,
  type SourceWish,
} from '../syntax/lezer-tree-field.ts'
import { endOfLineAfter, indentAt, newlineOf } from '../syntax/lezer-tree-insert.ts'
import type { FieldPlan } from '../syntax/lezer-tree-plan.ts'
import { sourcePlace } from '../syntax/lezer-tree-place.ts'
import { staticCalls } from './java-calls.ts'
import { callArguments, javaLanguage } from './java-constant.ts'
import type { JavaFile } from './java-file.ts'

const properties = ['jdk.httpclient.keepalive.timeout', 'jdk.httpclient.connectionPoolSize']

interface PropertyCall {
  readonly call: TreeNode
  readonly property: string
  readonly value: TreeNode
}

/** All calls of `System.setProperty` with properties of the pool, which is one for the whole process. */
export function javaNetHttpPlaces(file: JavaFile, client: Client): ConfigPlace[] {
  const language = javaLanguage(file)
  const calls = staticCalls(file, ['java.lang.System'], 'setProperty').concat(
    staticCalls(file, ['System'], 'setProperty'),
  )
  const found = [...new Set(calls)].flatMap((call): PropertyCall[] => {
    const [name, value] = callArguments(call)
    const property = name === undefined ? undefined : language.evaluate(name)?.value
    const isMeant = typeof property === 'string' && properties.includes(property)
    return isMeant && value !== undefined ? [{ call, property, value }] : []
  })
  const [first] = found
  if (first === undefined) return []
  const fields = sourceFields(
    language,
    found.map(({ property, value, call }) => ({
      name: property,
      value,
      isCertain: isInBlockOf(call, first.call),
    })),
  )
  return [place(file, client, first, fields)]
}

function isInBlockOf(call: TreeNode, other: TreeNode): boolean {
  return blockAround(call) === blockAround(other)
}

function blockAround(call: TreeNode): TreeNode | null {
  return statementOf(call)?.parent ?? null
}

function statementOf(call: TreeNode): TreeNode | undefined {
  return closest(call, ({ name }) => name === 'ExpressionStatement')
}

function place(
  file: JavaFile,
  client: Client,
  { call }: PropertyCall,
  fields: readonly SourceField[],
): ConfigPlace {
  return sourcePlace(client, {
    title: 'System.setProperty of jdk.httpclient',
    from: call.from,
    fields,
    mayHoldMore: false,
    unreadable: statementOf(call)?.children[0] === call ? null : 'is no statement of its own: make it one',
    wishes: (wanted) => wantedProperties(client, wanted).properties.map(propertyWish),
    add: (additions) => addStatements(file, call, additions),
    notes: (wanted) => wantedProperties(client, wanted).notes,
    workarounds: {},
  })
}

function propertyWish({ property, target, read, absent }: WantedProperty): SourceWish {
  const wanted = read(target)
  const holds = (value: SourceValue | undefined) => {
    if (value === undefined) return absent !== null && absent === wanted
    return typeof value === 'string' && (value === target || (wanted !== null && read(value) === wanted))
  }
  return { name: property, holds, write: () => `"${target}"`, isCompanion: false }
}

function addStatements({ root }: JavaFile, call: TreeNode, additions: FieldPlan['additions']): Splice[] {
  const statement = statementOf(call) as TreeNode
  const callee = call.text.slice(0, call.text.indexOf('('))
  const start = `${newlineOf(root.text)}${indentAt(root.text, statement.from)}`
  const from = endOfLineAfter(root, statement.to)
  const lines = additions.map(({ name, text }) => `${start}${callee}("${name}", ${text});`)
  return [{ from, to: from, text: lines.join('') }]
}
