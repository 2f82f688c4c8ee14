import type { Client } from '../../../../models/clients/client.ts'
import type { ConfigDialect, ConfigPlace, PlacePlan, Splice, WantedSettings } from '../config-dialect.ts'
import { lineEnd, ownLineIndent } from '../json/insert-in-braces.ts'
import { isComputed, notConstant } from '../json/leaf-setting.ts'
import { type PropertyLine, readProperties } from '../syntax/properties-document.ts'
import { propertyPrefixes, wantedProperties, type WantedProperty } from './java-system-properties.ts'

/** Files of Java system properties, among them the JDK's own `net.properties`. */
export const propertiesDialect: ConfigDialect = {
  title: 'Java properties',
  clients: Object.keys(propertyPrefixes),
  reads: (fileName) => /\.properties$/i.test(fileName),
  findPlaces: ({ name, text }, client) => {
    const lines = readProperties(text)
    const prefix = propertyPrefixes[client.name]
    const own = lines.filter((line) => prefix !== undefined && line.name.startsWith(prefix))
    const isJdkFile = client.name === 'java-net-http' && /(^|[/\\])net\.properties$/.test(name)
    return own.length > 0 || isJdkFile ? [propertiesPlace(text, lines, own, client, isJdkFile)] : []
  },
}

function propertiesPlace(
  text: string,
  lines: readonly PropertyLine[],
  own: readonly PropertyLine[],
  client: Client,
  isJdkFile: boolean,
): ConfigPlace {
  const last = new Map(lines.map((line) => [line.name, line]))
  const source = isJdkFile
    ? []
    : ['The properties have an effect only where the program makes system properties of this file.']
  return {
    title: 'system properties',
    from: own[0]?.from ?? 0,
    values: [...last.values()].map(({ name, value, valueFrom }) => ({ name, text: value, from: valueFrom })),
    plan: (wanted) => plan(text, last, own, client, wanted, source),
  }
}

function plan(
  text: string,
  last: ReadonlyMap<string, PropertyLine>,
  own: readonly PropertyLine[],
  client: Client,
  wanted: WantedSettings,
  source: readonly string[],
): PlacePlan {
  const { properties, notes } = wantedProperties(client, wanted)
  const wrong = properties.filter((each) => !isSaid(each, last.get(each.property)))
  const replacements = wrong.flatMap(({ property, target }) => replacement(last.get(property), target))
  const missing = wrong.filter(({ property }) => !last.has(property))
  return {
    splices: [...replacements, ...addition(text, last, own, missing)],
    touches: wrong.map(({ property }) => property),
    notes: [...source, ...notes],
  }
}

/** @throws ConfigEditError where another value is wanted than one that is computed or cannot be read */
function isSaid({ property, target, read, absent }: WantedProperty, line: PropertyLine | undefined): boolean {
  const meaning = read(target)
  if (line === undefined) return absent === meaning
  if (line.value.trim() === '') return false
  const current = read(line.value)
  if (current !== meaning && (current === null || isComputed(line.value))) {
    throw notConstant(property, line.value, line.valueFrom)
  }
  return current === meaning
}

function replacement(line: PropertyLine | undefined, target: string): Splice[] {
  if (line === undefined) return []
  const { valueFrom, to, separator } = line
  return [{ from: valueFrom, to, text: separator === '' ? `=${target}` : target }]
}

/** Lines after the last property of the client, written as that one is; at the end of the file where there is none. */
function addition(
  text: string,
  last: ReadonlyMap<string, PropertyLine>,
  own: readonly PropertyLine[],
  missing: readonly WantedProperty[],
): Splice[] {
  if (missing.length === 0) return []
  const eol = lineEnd(text)
  const model = own.at(-1) ?? [...last.values()].at(-1)
  const separator = model?.separator.replaceAll(/[^\t :=]/g, '') ?? ''
  const indent = model === undefined ? '' : (ownLineIndent(text, model.from) ?? '')
  const lines = missing.map(
    ({ property, target }) => `${indent}${property}${separator === '' ? '=' : separator}${target}`,
  )
  const before = own.at(-1)
  if (before !== undefined) {
    return [{ from: before.to, to: before.to, text: lines.map((line) => `${eol}${line}`).join('') }]
  }
  const open = text === '' || /[\r\n]$/.test(text) ? '' : eol
  const end = text.length
  return [{ from: end, to: end, text: `${open}${lines.map((line) => `${line}${eol}`).join('')}` }]
}
