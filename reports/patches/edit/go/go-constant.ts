import { codeChildren, tokensOf, type TreeNode } from '../syntax/lezer-tree.ts'
import { definitionOf, type GoFile, packageOf } from './go-file.ts'

/** The value of a constant: whole numbers, of which times are nanoseconds; names such as `fasthttp.LIFO` as text. */
export type GoValue = bigint | boolean | string

export interface GoConstant {
  readonly value: GoValue
  /** Names of constants of the file that it is made of. */
  readonly names: readonly TreeNode[]
}

/** Go knows no larger integer constants than it can hold in 512 bits; settings need far less. */
const LARGEST_SHIFT = 64n
const MOST_TOKENS = 200
const DEEPEST = 8

const times = {
  Nanosecond: 1n,
  Microsecond: 1000n,
  Millisecond: 1_000_000n,
  Second: 1_000_000_000n,
  Minute: 60_000_000_000n,
  Hour: 3_600_000_000_000n,
}

/** Constants of packages that settings are made of. */
const packageConstants: Readonly<Record<string, Readonly<Record<string, GoValue>>>> = {
  time: times,
  math: {
    MaxInt: 2n ** 63n - 1n,
    MaxInt64: 2n ** 63n - 1n,
    MaxUint32: 2n ** 32n - 1n,
    MaxInt32: 2n ** 31n - 1n,
    MaxUint16: 65_535n,
    MaxInt16: 32_767n,
    MaxUint8: 255n,
    MaxInt8: 127n,
  },
  'net/http': { DefaultMaxIdleConnsPerHost: 2n },
  'github.com/valyala/fasthttp': {
    DefaultMaxConnsPerHost: 512n,
    DefaultMaxIdleConnDuration: 10n * times.Second,
    FIFO: 'FIFO',
    LIFO: 'LIFO',
  },
}

const precedence: Readonly<Record<string, number>> = {
  '+': 1,
  '-': 1,
  '|': 1,
  '*': 2,
  '/': 2,
  '%': 2,
  '<<': 2,
  '>>': 2,
}

/**
 * The value of an expression that the file alone decides: numbers, `true` and `false`, constants of the file and of
 * `time`, `math` and the client, conversions to integers and times, and arithmetic on all of them with the precedence of
 * the Go specification ("Operators"). `null` for anything else. It reads tokens, not the tree: in the tree of
 * `90 * time.Second` the selector is the outermost node.
 */
export function evaluateGo(file: GoFile, expression: TreeNode): GoConstant | null {
  return new Evaluation(file, expression, 0).result()
}

/** The node of the value that a constant of the file was given, if it is one that stands for itself. */
export function constantSource(definition: TreeNode): TreeNode | null {
  if (definition.parent?.name !== 'ConstSpec') return null
  const parts = codeChildren(definition.parent)
  const value = parts.at(-1)
  return parts.at(-2)?.name === '=' && parts.every(({ name }) => name !== ',') ? (value ?? null) : null
}

class Evaluation {
  readonly #file: GoFile
  readonly #tokens: readonly TreeNode[]
  readonly #depth: number
  readonly #names: TreeNode[] = []
  #at = 0

  constructor(file: GoFile, expression: TreeNode, depth: number) {
    this.#file = file
    this.#tokens = tokensOf(expression)
    this.#depth = depth
  }

  result(): GoConstant | null {
    if (this.#tokens.length > MOST_TOKENS || this.#depth > DEEPEST) return null
    const value = this.#sum(1)
    return value === null || this.#at < this.#tokens.length ? null : { value, names: this.#names }
  }

  #sum(lowest: number): GoValue | null {
    let value = this.#operand()
    for (;;) {
      const operator = this.#peek()
      const rank = precedence[operator] ?? 0
      if (rank < lowest || value === null) return value
      this.#at++
      value = calculate(operator, value, this.#sum(rank + 1))
    }
  }

  #operand(): GoValue | null {
    const token = this.#tokens[this.#at++]
    if (token === undefined) return null
    if (token.text === '-' || token.text === '+') return this.#signed(token.text)
    if (token.text === '(') return this.#closing(this.#sum(1))
    if (token.name === 'Number') return wholeNumber(token.text)
    return token.name === 'VariableName' || token.name === 'TypeName' || token.name === 'Bool'
      ? this.#named(token)
      : null
  }

  #signed(sign: string): GoValue | null {
    const value = this.#operand()
    if (typeof value !== 'bigint') return null
    return sign === '-' ? -value : value
  }

  /** The value, if a bracket is closed after it. */
  #closing(value: GoValue | null): GoValue | null {
    return this.#tokens[this.#at++]?.text === ')' ? value : null
  }

  #named(token: TreeNode): GoValue | null {
    if (this.#peek() === '.') return this.#member(token)
    const definition = definitionOf(this.#file, token)
    if (definition !== undefined) return this.#constant(token, definition)
    if (token.text === 'true') return true
    if (token.text === 'false') return false
    return /^u?int(?:32|64)?$/.test(token.text) ? this.#converted() : null
  }

  #member(qualifier: TreeNode): GoValue | null {
    const path = packageOf(this.#file, qualifier)
    const member = this.#tokens[this.#at + 1]?.text ?? ''
    this.#at += 2
    if (path === 'time' && member === 'Duration') return this.#converted()
    const constants = new Map(Object.entries(packageConstants[path ?? ''] ?? {}))
    return constants.get(member) ?? null
  }

  #converted(): GoValue | null {
    if (this.#tokens[this.#at++]?.text !== '(') return null
    const value = this.#closing(this.#sum(1))
    return typeof value === 'bigint' ? value : null
  }

  #constant(use: TreeNode, definition: TreeNode): GoValue | null {
    const source = constantSource(definition)
    if (source === null) return null
    const constant = new Evaluation(this.#file, source, this.#depth + 1).result()
    this.#names.push(use)
    return constant?.value ?? null
  }

  #peek(): string {
    return this.#tokens[this.#at]?.text ?? ''
  }
}

function calculate(operator: string, left: GoValue, right: GoValue | null): bigint | null {
  if (typeof left !== 'bigint' || typeof right !== 'bigint') return null
  const isShift = operator === '<<' || operator === '>>'
  if (isShift && (right < 0n || right > LARGEST_SHIFT)) return null
  if ((operator === '/' || operator === '%') && right === 0n) return null
  const operations: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '|': (a, b) => a | b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '%': (a, b) => a % b,
    '<<': (a, b) => a << b,
    '>>': (a, b) => a >> b,
  }
  return operations[operator]?.(left, right) ?? null
}

/** A literal such as `64`, `1_000`, `0x40`, `0o17`, `017` or `55e9`; `null` where it is no whole number. */
function wholeNumber(literal: string): bigint | null {
  const digits = literal.replaceAll('_', '').toLowerCase()
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits}`)
  if (/^(?:\d+|0x[\da-f]+|0o[0-7]+|0b[01]+)$/.test(digits)) return BigInt(digits)
  const [, whole, fraction = '', exponent] = /^(\d+)(?:\.(\d*))?e\+?(\d{1,2})$/.exec(digits) ?? []
  if (whole === undefined || fraction.length > Number(exponent)) return null
  return BigInt(whole + fraction) * 10n ** BigInt(Number(exponent) - fraction.length)
}
