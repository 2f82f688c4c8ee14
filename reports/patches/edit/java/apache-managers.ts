import { closest, type TreeNode } from '../syntax/lezer-tree.ts'
import { type CallChain, chainEnd, isBuilt } from '../syntax/lezer-tree-chain.ts'
import type { SourceConstant, SourceLanguage, SourceWrite } from '../syntax/lezer-tree-field.ts'
import {
  bindingOf,
  chainFrom,
  chainWrites,
  creations,
  type JavaBinding,
  laterWrites,
  staticCalls,
} from './java-calls.ts'
import { callArguments, javaLanguage } from './java-constant.ts'
import { dotted, type JavaFile } from './java-file.ts'

const HTTP = 'org.apache.hc.client5.http'

/** A connection manager of Apache HttpClient 5, and what of its client can be seen in the file. */
export interface ApacheManager {
  /** The call or creation that makes the manager or its builder, with what is called on it. */
  readonly chain: CallChain
  /** Whether a builder makes it; it is told by its own setters else. */
  readonly hasBuilder: boolean
  readonly binding: JavaBinding | null
  /** The builder of the client that uses it. */
  readonly client: CallChain | null
  /** The builder of that client's RequestConfig. */
  readonly request: CallChain | null
  readonly writes: readonly SourceWrite[]
}

const managers = [
  'impl.io.PoolingHttpClientConnectionManager',
  'impl.nio.PoolingAsyncClientConnectionManager',
]
const clients = [
  ['impl.classic.HttpClients', 'custom'],
  ['impl.classic.HttpClientBuilder', 'create'],
  ['impl.async.HttpAsyncClients', 'custom'],
  ['impl.async.HttpAsyncClientBuilder', 'create'],
] as const

const managerSetters = ['setMaxConnPerRoute', 'setMaxConnTotal', 'setDefaultMaxPerRoute', 'setMaxTotal']
const clientSetters = [
  'setKeepAliveStrategy',
  'setConnectionReuseStrategy',
  'evictIdleConnections',
  'evictExpiredConnections',
]

/** All connection managers that a file makes, in its order. */
export function findManagers(file: JavaFile): ApacheManager[] {
  const built = staticCalls(
    file,
    managers.map((name) => `${HTTP}.${name}Builder`),
    'create',
  )
  const made = creations(
    file,
    managers.map((name) => `${HTTP}.${name}`),
  )
  const all = [...built, ...made].toSorted((a, b) => a.from - b.from)
  return all.map((first) => manager(file, first, built.includes(first), all.length === 1))
}

function manager(file: JavaFile, first: TreeNode, hasBuilder: boolean, isOnly: boolean): ApacheManager {
  const chain = chainFrom(first)
  const binding = bindingOf(file, chain)
  const client = clientOf(file, chain, binding, isOnly)
  const request = requestOf(file, client, isOnly)
  const later =
    binding === null || (hasBuilder && isBuilt(chain))
      ? []
      : laterWrites(file, binding, chainEnd(chain), managerSetters)
  return {
    chain,
    hasBuilder,
    binding,
    client,
    request,
    writes: [
      ...chainWrites(chain, managerSetters),
      ...later,
      ...connectionConfigs(file, chain),
      ...(client === null ? [] : clientWrites(client)),
      ...(request === null ? [] : chainWrites(request, ['setConnectionKeepAlive'])),
    ],
  }
}

/** The client that is given the manager: where it is made, by its name, or since there is no other. */
function clientOf(
  file: JavaFile,
  chain: CallChain,
  binding: JavaBinding | null,
  isOnly: boolean,
): CallChain | null {
  const all = clients.flatMap(([type, method]) =>
    staticCalls(file, [`${HTTP}.${type}`], method).map(chainFrom),
  )
  const end = chainEnd(chain)
  const given = all.find(({ links }) => {
    const setter = links.find(({ name }) => name === 'setConnectionManager')
    const [value] = setter === undefined ? [] : callArguments(setter.call)
    return (
      value === end ||
      (value !== undefined && binding !== null && dotted(value).replace(/^this\./, '') === binding.name)
    )
  })
  return given ?? (isOnly && all.length === 1 ? (all[0] ?? null) : null)
}

/** The RequestConfig that a client is given: where it is made, or since there is no other. */
function requestOf(file: JavaFile, client: CallChain | null, isOnly: boolean): CallChain | null {
  const all = staticCalls(file, [`${HTTP}.config.RequestConfig`], 'custom').map(chainFrom)
  const setter = client?.links.find(({ name }) => name === 'setDefaultRequestConfig')
  const [value] = setter === undefined ? [] : callArguments(setter.call)
  const given = all.find((each) => chainEnd(each) === value)
  return given ?? (isOnly && all.length === 1 ? (all[0] ?? null) : null)
}

/** Idle timeouts of a ConnectionConfig that is made where the manager is given it. */
function connectionConfigs(file: JavaFile, chain: CallChain): SourceWrite[] {
  const end = chainEnd(chain)
  const all = staticCalls(file, [`${HTTP}.config.ConnectionConfig`], 'custom')
  const own = all.filter((each) => closest(each, (node) => node === end) !== undefined)
  return own.flatMap((each) => chainWrites(chainFrom(each), ['setIdleTimeout']))
}

/** Of a strategy such as the one that is added here, only the time in it. */
function clientWrites(client: CallChain): SourceWrite[] {
  return chainWrites(client, clientSetters).map((write) => {
    const limit = write.name === 'setKeepAliveStrategy' ? strategyLimit(write.value) : null
    return limit === null ? write : { ...write, value: limit }
  })
}

/** Without the arrow, which is no token of the tree. */
const DEFAULT_STRATEGY =
  /^\((\w+),(\w+)\)(?:[\w.]+\.)?DefaultConnectionKeepAliveStrategy\.INSTANCE\.getKeepAliveDuration\(\1,\2\)\.min$/

/** `x` of `(r, c) -> DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(r, c).min(x)`. */
function strategyLimit(strategy: TreeNode): TreeNode | null {
  const body = strategy.name === 'LambdaExpression' ? strategy.children.at(-1) : undefined
  const list = body?.name === 'MethodInvocation' ? body.children.at(-1) : undefined
  if (body === undefined || list?.name !== 'ArgumentList') return null
  const before = dotted(strategy).slice(0, -dotted(list).length)
  const [limit, ...more] = callArguments(body)
  return DEFAULT_STRATEGY.test(before) && more.length === 0 ? (limit ?? null) : null
}

/** Java's values, and whether a strategy lets connections be used again. */
export function apacheLanguage(file: JavaFile): SourceLanguage {
  const language = javaLanguage(file)
  return { ...language, evaluate: (node) => language.evaluate(node) ?? reuseStrategy(node) }
}

function reuseStrategy(node: TreeNode): SourceConstant | null {
  const text = dotted(node)
  if (/^\(\w+,\w+,\w+\)false$/.test(text)) return { value: false, names: [] }
  return /(?:^|\.)Default(?:Client)?ConnectionReuseStrategy\.INSTANCE$/.test(text)
    ? { value: true, names: [] }
    : null
}
