import type { Client } from '../../../../models/clients/client.ts'
import {
  ConfigEditError,
  type ConfigPlace,
  type PlacePlan,
  type WantedSettings,
  type WrittenValue,
} from '../config-dialect.ts'
import type { DataTree } from '../json/data-tree.ts'
import { isComputed, notConstant } from '../json/leaf-setting.ts'
import {
  propertyPrefixes,
  wantedProperties,
  type WantedProperty,
} from '../properties/java-system-properties.ts'
import { fromElsewhere, type ValueSplice, variableSplices, variableText } from './environment-text.ts'
import { type ContainerEnvironment, containerEnvironments, type EnvironmentVariable } from './environments.ts'
import { javaOptions, javaProperties, type JavaProperty } from './java-options.ts'

/** In the order in which the launcher reads them: what comes later wins. */
const optionVariables = ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS']

/** Containers that are given Java options by a variable: there the system properties of a client can be set. */
export function javaPlaces(tree: DataTree, client: Client): ConfigPlace[] {
  return containerEnvironments(tree).flatMap((environment) => {
    const variables = optionVariables.flatMap((name) =>
      environment.variables.filter((each) => each.name === name),
    )
    return variables.length === 0 ? [] : [javaPlace(tree, client, environment, variables)]
  })
}

function javaPlace(
  tree: DataTree,
  client: Client,
  { title, from }: ContainerEnvironment,
  variables: readonly EnvironmentVariable[],
): ConfigPlace {
  return {
    title,
    from,
    values: variables.flatMap(optionValues),
    plan: (wanted) => plan(tree, client, wanted, variables),
  }
}

/** Every option is a value, a property by its name; of one set twice the last counts. */
function optionValues(variable: EnvironmentVariable): WrittenValue[] {
  const text = variableText(variable)
  if (text === null) return [{ name: variable.name, text: '', from: variable.node.from }]
  const options = javaOptions(text)
  if (options === null) return [{ name: variable.name, text, from: variable.node.from }]
  const values = options.map((option) => {
    const [property] = javaProperties(text, [option])
    const name = property === undefined ? option.text : `-D${property.name}`
    return {
      name: `${variable.name} ${name}`,
      text: property?.value ?? option.text,
      from: variable.node.from,
    }
  })
  return values.filter(({ name }, i) => values.findLastIndex((each) => each.name === name) === i)
}

interface FoundProperty {
  readonly variable: EnvironmentVariable
  readonly property: JavaProperty
}

function plan(
  tree: DataTree,
  client: Client,
  wanted: WantedSettings,
  variables: readonly EnvironmentVariable[],
): PlacePlan {
  const { properties, notes } = wantedProperties(client, wanted)
  const written = variables.flatMap(writtenProperties)
  const changes = new Map<EnvironmentVariable, ValueSplice[]>()
  const touches: string[] = []
  for (const each of properties) {
    const change = propertyChange(each, variables, written)
    if (change === null) continue
    const { variable, splice } = change
    changes.set(variable, [...(changes.get(variable) ?? []), splice])
    touches.push(`${variable.name} -D${each.property}`)
  }
  const splices = [...changes].flatMap(([variable, each]) => variableSplices(tree, variable, each))
  const unset = properties.length === 0 ? [] : otherNotes(client, variables)
  return { splices, touches, notes: [...notes, ...unset] }
}

function writtenProperties(variable: EnvironmentVariable): FoundProperty[] {
  const text = variableText(variable)
  const options = text === null ? null : javaOptions(text)
  if (text === null || options === null) return []
  return javaProperties(text, options).map((property) => ({ variable, property }))
}

/** What has to change for a property; `null` where it says what is wanted. */
function propertyChange(
  { property, target, read, absent }: WantedProperty,
  variables: readonly EnvironmentVariable[],
  written: readonly FoundProperty[],
): { readonly variable: EnvironmentVariable; readonly splice: ValueSplice } | null {
  const found = written.findLast((each) => each.property.name === property)
  if (found === undefined) {
    return absent === read(target) && variables.every(isConstant)
      ? null
      : addition(variables, `-D${property}=${target}`)
  }
  const {
    variable,
    property: { value, from, to },
  } = found
  const current = read(value)
  if (current === read(target)) return null
  if (current === null || isComputed(value)) throw notConstant(property, value, variable.node.from)
  return { variable, splice: { from, to, text: target } }
}

function isConstant(variable: EnvironmentVariable): boolean {
  const text = variableText(variable)
  return text !== null && !isComputed(text)
}

/** An option at the end of the last variable that the file says itself. */
function addition(
  variables: readonly EnvironmentVariable[],
  option: string,
): { readonly variable: EnvironmentVariable; readonly splice: ValueSplice } {
  const variable = variables.findLast((each) => variableText(each) !== null)
  if (variable === undefined) throw fromElsewhere(variables[0] as EnvironmentVariable)
  const text = variableText(variable) as string
  if (javaOptions(text) === null) {
    throw new ConfigEditError(
      `a quote in ${variable.name} is not closed: correct it first`,
      variable.node.from,
    )
  }
  const at = text.trimEnd().length
  return { variable, splice: { from: at, to: at, text: at === 0 ? option : ` ${option}` } }
}

function otherNotes(client: Client, variables: readonly EnvironmentVariable[]): string[] {
  const outside = variables.filter((variable) => variableText(variable) === null)
  return outside.map(
    ({ name }) =>
      `${name} is set elsewhere; its ${propertyPrefixes[client.name] ?? ''}* options are not seen here.`,
  )
}
