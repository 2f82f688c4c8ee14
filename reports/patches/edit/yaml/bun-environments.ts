import { bunFetch } from '../../../../models/clients/bun-fetch.ts'
import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import type { ConfigPlace, PlacePlan, WantedSettings } from '../config-dialect.ts'
import type { DataTree } from '../json/data-tree.ts'
import { nativeReader, notConstant } from '../json/leaf-setting.ts'
import { lackingNotes } from '../json/wanted-notes.ts'
import { fromElsewhere, variableSplices, variableText } from './environment-text.ts'
import { containerEnvironments, type EnvironmentVariable } from './environments.ts'

const VARIABLE = 'BUN_CONFIG_MAX_HTTP_REQUESTS'
/** Bun reads the variable as 16 bits. */
const LARGEST_REQUESTS = 65_535
const read = nativeReader({ name: VARIABLE, unit: 'count' }, 'maxConnsPerHost')

/** Containers that set Bun's limit on requests. */
export function bunPlaces(tree: DataTree): ConfigPlace[] {
  return containerEnvironments(tree).flatMap(({ title, from, variables }) =>
    variables
      .filter(({ name }) => name === VARIABLE)
      .map((variable) => ({
        title,
        from,
        values: [{ name: VARIABLE, text: variableText(variable) ?? '', from: variable.node.from }],
        plan: (wanted: WantedSettings) => plan(tree, variable, wanted),
      })),
  )
}

function plan(tree: DataTree, variable: EnvironmentVariable, wanted: WantedSettings): PlacePlan {
  const target = String(roundDown(wanted.maxConnsPerHost, LARGEST_REQUESTS))
  const notes = [
    `${VARIABLE} counts requests of the whole process: multiply it by the number of hosts.`,
    ...lackingNotes(bunFetch, wanted),
  ]
  const text = variableText(variable)
  if (text === null) throw fromElsewhere(variable)
  const current = read(text)
  if (current === read(target)) return { splices: [], touches: [], notes }
  if (current === null && text.trim() !== '') throw notConstant(VARIABLE, text, variable.node.from)
  const splices = variableSplices(tree, variable, [{ from: 0, to: text.length, text: target }])
  return { splices, touches: [VARIABLE], notes }
}
