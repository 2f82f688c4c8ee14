import {
  type DataMap,
  type DataNode,
  type DataScalar,
  type DataTree,
  itemsAt,
  mapAt,
  nodeAt,
  resolved,
  type Step,
  textAt,
} from '../json/data-tree.ts'
import { kubernetesObjects } from './kubernetes-objects.ts'

/** The environment of one container. */
export interface ContainerEnvironment {
  readonly title: string
  readonly from: number
  /** The last of each name, in the order of the file. */
  readonly variables: readonly EnvironmentVariable[]
}

export interface EnvironmentVariable {
  readonly name: string
  /** What holds the value, as written, or the variable's name where it comes from elsewhere. */
  readonly node: DataNode
  /** The scalar with its value; `null` where the value comes from elsewhere. */
  readonly scalar: DataScalar | null
  /** Where in the scalar's content the value begins: after `NAME=`, or 0. */
  readonly start: number
}

/** The containers of Compose files and of Kubernetes' workloads that have an environment. */
export function containerEnvironments(tree: DataTree): ContainerEnvironment[] {
  return kubernetesObjects(tree)
    .flatMap((root) =>
      mapAt(root, ['services']) === null ? podEnvironments(root) : composeEnvironments(root),
    )
    .filter(({ variables }) => variables.length > 0)
}

/** `services.<name>.environment`, a map or a list of `NAME=value`. */
function composeEnvironments(root: DataMap): ContainerEnvironment[] {
  return (mapAt(root, ['services'])?.members ?? []).map(({ key, keyFrom, value }) => {
    const environment = nodeAt(value, ['environment'])
    const written = environment === undefined ? undefined : resolved(environment)
    const variables =
      written?.kind === 'map'
        ? mapVariables(written)
        : written?.kind === 'list'
          ? written.items.flatMap(lineVariable)
          : []
    return { title: `service ${key}`, from: keyFrom, variables: lastOfEach(variables) }
  })
}

function mapVariables({ members, inherited }: DataMap): EnvironmentVariable[] {
  const own = new Set(members.map(({ key }) => key))
  return [...inherited.filter(({ key }) => !own.has(key)), ...members]
    .filter(({ key }) => key !== '<<')
    .map(({ key, value }) => ({ name: key, node: value, scalar: writtenScalar(value), start: 0 }))
}

function lineVariable(item: DataNode): EnvironmentVariable[] {
  const scalar = writtenScalar(item)
  if (scalar === null) return []
  const at = scalar.text.indexOf('=')
  if (at === -1) return [{ name: scalar.text, node: item, scalar: null, start: 0 }]
  return [{ name: scalar.text.slice(0, at), node: item, scalar, start: at + 1 }]
}

/** Where a pod's specification stands: in a pod, a workload, a CronJob. */
const podPaths: readonly (readonly Step[])[] = [
  ['spec'],
  ['spec', 'template', 'spec'],
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
]

function podEnvironments(root: DataMap): ContainerEnvironment[] {
  const owner = `${textAt(root, ['kind']) ?? ''} ${textAt(root, ['metadata', 'name']) ?? ''}`.trim()
  return podPaths
    .flatMap((path) => ['initContainers', 'containers'].flatMap((name) => itemsAt(root, [...path, name])))
    .map((container) => ({
      title: `${owner}, container ${textAt(container, ['name']) ?? ''}`.trim(),
      from: container.from,
      variables: lastOfEach(itemsAt(container, ['env']).flatMap(itemVariable)),
    }))
}

/** `{ name, value }`; with `valueFrom` it comes from elsewhere. */
function itemVariable(item: DataNode): EnvironmentVariable[] {
  const name = textAt(item, ['name'])
  if (name === null) return []
  const value = nodeAt(item, ['value'])
  return [{ name, node: value ?? item, scalar: value === undefined ? null : writtenScalar(value), start: 0 }]
}

function writtenScalar(node: DataNode): DataScalar | null {
  const scalar = resolved(node)
  return scalar.kind === 'scalar' && scalar.value !== null && !scalar.computed ? scalar : null
}

function lastOfEach(variables: readonly EnvironmentVariable[]): EnvironmentVariable[] {
  return variables.filter(({ name }, i) => variables.findLastIndex((each) => each.name === name) === i)
}
