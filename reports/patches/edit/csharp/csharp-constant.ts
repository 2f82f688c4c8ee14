import type { TreeNode } from '../syntax/lezer-tree.ts'
import {
  calculate,
  type NamedConstant,
  type SourceConstant,
  type SourceLanguage,
  type SourceValue,
  timeOf,
  wholeNumber,
} from '../syntax/lezer-tree-field.ts'
import { type CSharpFile, isWord, spanOf, splitAt, statementStart, upTo } from './csharp-file.ts'

const DEEPEST = 40

/** Numbers, `TimeSpan` and `Timeout.InfiniteTimeSpan`, and constants of the file with such values. */
export function csharpLanguage(file: CSharpFile): SourceLanguage {
  return {
    evaluate: (expression) => new Evaluation(file, nodesOf(expression), 0).result(),
    constantOf: (expression) => constantOf(file, expression),
  }
}

/** The tokens of a span; between its brackets, of a group. */
function nodesOf(expression: TreeNode): readonly TreeNode[] {
  return expression.name === 'Span' ? expression.children : [expression]
}

const precedence: Readonly<Record<string, number>> = { '+': 1, '-': 1, '*': 2, '/': 2 }

const members: ReadonlyMap<string, SourceValue> = new Map<string, SourceValue>([
  ['int.MaxValue', 2 ** 31 - 1],
  ['Int32.MaxValue', 2 ** 31 - 1],
  ['TimeSpan.Zero', { ms: 0 }],
  ['TimeSpan.MaxValue', { ms: Infinity }],
  ['Timeout.InfiniteTimeSpan', { ms: Infinity }],
])

/** What methods of TimeSpan count, in ms. */
const factoriesMs: ReadonlyMap<string, number> = new Map([
  ['TimeSpan.FromMicroseconds', 1e-3],
  ['TimeSpan.FromMilliseconds', 1],
  ['TimeSpan.FromSeconds', 1000],
  ['TimeSpan.FromMinutes', 60_000],
  ['TimeSpan.FromHours', 3_600_000],
  ['TimeSpan.FromDays', 86_400_000],
  ['TimeSpan.FromTicks', 1e-4],
])

class Evaluation {
  readonly #file: CSharpFile
  readonly #nodes: readonly TreeNode[]
  readonly #depth: number
  readonly #names: TreeNode[] = []
  #at = 0

  constructor(file: CSharpFile, nodes: readonly TreeNode[], depth: number) {
    this.#file = file
    this.#nodes = nodes
    this.#depth = depth
  }

  result(): SourceConstant | null {
    if (this.#depth > DEEPEST || this.#nodes.length > DEEPEST) return null
    const value = this.#sum(1)
    return value === null || this.#at < this.#nodes.length ? null : { value, names: this.#names }
  }

  #sum(lowest: number): SourceValue {
    let value = this.#operand()
    for (;;) {
      const operator = this.#nodes[this.#at]?.name ?? ''
      const rank = precedence[operator] ?? 0
      if (rank < lowest || value === null) return value
      this.#at++
      value = calculate(operator, value, this.#sum(rank + 1))
    }
  }

  #operand(): SourceValue {
    const node = this.#nodes[this.#at++]
    if (node?.name === 'Number') return numberOf(node.text)
    if (node?.name === 'Group') return this.#inner(node.children.slice(1, -1))
    if (node?.name === '-') return calculate('-', 0, this.#operand())
    if (node?.text === 'new') return this.#created()
    return isWord(node) ? this.#path(node) : null
  }

  #path(first: TreeNode): SourceValue {
    const names = [first.text]
    while (this.#nodes[this.#at]?.name === '.' && isWord(this.#nodes[this.#at + 1])) {
      names.push(this.#nodes[this.#at + 1]?.text ?? '')
      this.#at += 2
    }
    const path = names.slice(-2).join('.')
    const group = this.#nodes[this.#at]
    if (group?.name === 'Group') {
      this.#at++
      return this.#called(path, group)
    }
    if (names.length > 1) return members.get(path) ?? null
    return this.#constant(first)
  }

  #called(path: string, group: TreeNode): SourceValue {
    const unitMs = factoriesMs.get(path)
    const [amount, ...more] = this.#arguments(group)
    if (unitMs === undefined || typeof amount !== 'number' || more.length > 0) return null
    const time = timeOf(amount, unitMs)
    return time.ms === -1 ? { ms: Infinity } : time
  }

  /** `new TimeSpan(…)`, or `new(…)`: ticks of 100 ns; hours, minutes, seconds; days before, milliseconds behind them. */
  #created(): SourceValue {
    const words: string[] = []
    while (this.#nodes[this.#at]?.name === '.' || isWord(this.#nodes[this.#at])) {
      words.push(this.#nodes[this.#at++]?.text ?? '')
    }
    const group = this.#nodes[this.#at++]
    if (group?.name !== 'Group' || !/^(?:(?:System\.)?TimeSpan)?$/.test(words.join(''))) return null
    const given = this.#arguments(group)
    if (!given.every((each) => typeof each === 'number')) return null
    const unitsMs = [[], [1e-4], [], [3_600_000, 60_000, 1000], [86_400_000, 3_600_000, 60_000, 1000]][
      given.length
    ]
    const units = given.length === 5 ? [86_400_000, 3_600_000, 60_000, 1000, 1] : (unitsMs ?? [])
    if (units.length === 0) return null
    return timeOf(
      given.reduce((sum, amount, i) => sum + amount * (units[i] ?? 0), 0),
      1,
    )
  }

  #arguments(group: TreeNode): SourceValue[] {
    return splitAt(group.children.slice(1, -1), ',').map((each) => this.#inner(each))
  }

  #inner(nodes: readonly TreeNode[]): SourceValue {
    const code = nodes.filter(({ name }) => name !== 'Comment')
    const constant = new Evaluation(this.#file, code, this.#depth + 1).result()
    this.#names.push(...(constant?.names ?? []))
    return constant?.value ?? null
  }

  #constant(use: TreeNode): SourceValue {
    if (use.text === 'true' || use.text === 'false') return use.text === 'true'
    const declared = declarationOf(this.#file, use.text)
    if (declared === null) return null
    this.#names.push(use)
    return new Evaluation(this.#file, nodesOf(declared.value), this.#depth + 1).result()?.value ?? null
  }
}

function numberOf(literal: string): number | null {
  const isHex = /^0[xX]/.test(literal)
  const digits = literal.replaceAll('_', '').replace(isHex ? /[uUlL]+$/ : /[uUlLfFdDmM]+$/, '')
  const value = /^\d+\.\d+$/.test(digits) ? Number(digits) : wholeNumber(digits)
  return Number.isNaN(value) ? null : value
}

interface Declaration {
  readonly name: TreeNode
  readonly value: TreeNode
  readonly modifiers: readonly string[]
}

/** The only place where the name is given a value, if it is a `const` or a `readonly` field. */
function declarationOf(file: CSharpFile, name: string): Declaration | null {
  const found = file.lists.flatMap((list) =>
    list.flatMap((node, at) =>
      node.text === name && isWord(node) && list[at + 1]?.name === '=' ? [{ list, at }] : [],
    ),
  )
  const [only, ...others] = found
  if (only === undefined || others.length > 0) return null
  const { list, at } = only
  const modifiers = list.slice(statementStart(list, at), at).map(({ text }) => text)
  const [first, ...more] = upTo(list.slice(at + 2), ';')
  const isFixed = modifiers.includes('const') || modifiers.includes('readonly')
  if (!isFixed || first === undefined || modifiers.includes(',')) return null
  return { name: list[at] as TreeNode, value: spanOf(file, [first, ...more]), modifiers }
}

function constantOf(file: CSharpFile, expression: TreeNode): NamedConstant | null {
  const [use, ...more] = nodesOf(expression)
  if (!isWord(use) || more.length > 0) return null
  const declared = declarationOf(file, use.text)
  if (declared === null) return null
  const { name, value, modifiers } = declared
  const all = file.lists.flat().filter((node) => isWord(node) && node.text === use.text && node !== name)
  const uses = all.map((node) => (node === use ? expression : node))
  const isOwn = !modifiers.some((each) => /^(?:public|internal|protected)$/.test(each))
  return { source: value, uses, isOwn, note: null }
}
