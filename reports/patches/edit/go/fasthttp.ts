import type { Client } from '../../../../models/clients/client.ts'
import type { ConfigDialect, ConfigPlace, WantedSettings } from '../config-dialect.ts'
import { childNamed, findAll, type TreeNode } from '../syntax/lezer-tree.ts'
import { oneLine, type FieldWish } from '../syntax/lezer-tree-plan.ts'
import type { GoValue } from './go-constant.ts'
import { type GoField, goFields } from './go-field.ts'
import { type GoFile, isMember, readGoFile } from './go-file.ts'
import { addToLiteral, configPlace } from './go-place.ts'
import { otherAssignments } from './go-other-assignments.ts'
import {
  assignedWrites,
  assignmentsTo,
  bindingOf,
  type FieldAssignment,
  fieldAssignments,
  literalWrites,
} from './go-pool.ts'
import { countText, saysCount, saysTime, timeText } from './go-text.ts'
import { wantsReuse } from '../wants-reuse.ts'

const FASTHTTP = 'github.com/valyala/fasthttp'

/** The name that each kind of client gives to the limit of connections. */
const connectionLimits = { Client: 'MaxConnsPerHost', HostClient: 'MaxConns' }

type Kind = keyof typeof connectionLimits

/** Composite literals of `fasthttp.Client` and `fasthttp.HostClient` in Go source, whatever the package is called. */
export const fasthttpDialect: ConfigDialect = {
  title: 'Go source',
  clients: ['fasthttp'],
  reads: (fileName) => /\.go$/i.test(fileName),
  findPlaces: ({ text }, client) => {
    const file = readGoFile(text)
    const assignments = fieldAssignments(file)
    return findAll(file.root, 'TypedLiteral').flatMap((node) => {
      const kind = (['Client', 'HostClient'] as const).find((each) =>
        isMember(file, node.children[0], FASTHTTP, each),
      )
      const literal = childNamed(node, 'LiteralValue')
      return kind === undefined || literal === undefined
        ? []
        : [place(file, client, { kind, node, literal, assignments })]
    })
  },
}

function place(
  file: GoFile,
  client: Client,
  found: {
    readonly kind: Kind
    readonly node: TreeNode
    readonly literal: TreeNode
    readonly assignments: readonly FieldAssignment[]
  },
): ConfigPlace {
  const { kind, node, literal, assignments } = found
  const own = literalWrites(literal)
  const binding = bindingOf(node)
  const later = binding === null ? [] : assignmentsTo(file, binding, assignments)
  const writes = [...(own ?? []), ...assignedWrites(later, binding?.statement ?? null)]
  const fields = goFields(file, writes)
  const name = binding === null ? '' : ` (${oneLine(binding.target.text)})`
  return configPlace({
    file,
    client,
    title: `fasthttp.${kind} literal${name}`,
    from: node.from,
    fields,
    unreadable: own === null ? 'has fields without names: name them' : null,
    mayHoldMore: false,
    others: otherAssignments(assignments, writes),
    wishes: (wanted) => wishes(file, kind, node, wanted),
    add: (additions) => addToLiteral(file, literal, additions),
    notes: (wanted) => notes(fields, kind, wanted),
  })
}

function wishes(file: GoFile, kind: Kind, node: TreeNode, wanted: WantedSettings): FieldWish<GoValue>[] {
  const { idleTimeoutMs, maxConnsPerHost } = wanted
  const packageName = node.text.slice(0, node.text.indexOf('.')).trim()
  const open: FieldWish<GoValue> = {
    name: connectionLimits[kind],
    holds: (value) => saysCount(isDefault(value) ? 512n : value, maxConnsPerHost),
    write: () => countText(file, maxConnsPerHost),
    isCompanion: false,
  }
  if (!wantsReuse(wanted)) {
    const isTooOld = (value: GoValue | undefined) => !isDefault(value) && !lastsForReuse(value)
    return [{ name: 'MaxConnDuration', holds: isTooOld, write: () => '1', isCompanion: false }, open]
  }
  return [
    {
      name: 'MaxIdleConnDuration',
      holds: (value) => saysTime(isDefault(value) ? 10_000_000_000n : value, idleTimeoutMs),
      write: () => timeText(file, idleTimeoutMs),
      isCompanion: false,
    },
    {
      name: 'MaxConnDuration',
      holds: (value) => isDefault(value) || lastsForReuse(value),
      write: () => '0',
      isCompanion: true,
    },
    open,
    {
      name: 'ConnPoolStrategy',
      holds: (value) => value === 'LIFO',
      write: () => `${packageName}.LIFO`,
      isCompanion: true,
    },
  ]
}

/** Whether a value leaves the setting as it is when it is not written. */
function isDefault(value: GoValue | undefined): boolean {
  return value === undefined || (typeof value === 'bigint' && value <= 0n)
}

/** Whether connections of that age serve a second request: a millisecond at least. */
function lastsForReuse(value: GoValue | undefined): boolean {
  return typeof value === 'bigint' && value >= 1_000_000n
}

function notes(fields: readonly GoField[], kind: Kind, wanted: WantedSettings): string[] {
  const limit = connectionLimits[kind]
  const waits = fields.some(({ name }) => name === 'MaxConnWaitTimeout')
  return [
    ...(wantsReuse(wanted)
      ? [
          `ConnPoolStrategy LIFO lets connections beyond the need come to rest and expire; the default, FIFO, keeps all of them warm.`,
        ]
      : []),
    ...(wanted.maxConnsPerHost === Infinity || waits
      ? []
      : [
          `Requests beyond ${limit} are refused at once with ErrNoFreeConns, not queued: set MaxConnWaitTimeout where they should wait.`,
        ]),
  ]
}
