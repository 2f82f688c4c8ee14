/** One line of values in the Prometheus text exposition format, version 0.0.4. */
export interface PrometheusSample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
  readonly timestampMs: number | null
}

export type PrometheusType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'untyped'

export interface PrometheusText {
  readonly samples: readonly PrometheusSample[]
  readonly types: ReadonlyMap<string, PrometheusType>
  readonly help: ReadonlyMap<string, string>
}

/** The text breaks the format; `line` counts from 1. */
export class PrometheusSyntaxError extends Error {
  override readonly name = 'PrometheusSyntaxError'
  readonly line: number

  constructor(reason: string, line: number) {
    super(`line ${line}: ${reason}`)
    this.line = line
  }
}

const METRIC_NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y
const LABEL_NAME = /[a-zA-Z_][a-zA-Z0-9_]*/y
const BLANKS = /[ \t]*/y
const LABEL_VALUE = /"((?:[^"\\\n]|\\.)*)"/y
const TYPES: readonly string[] = ['counter', 'gauge', 'histogram', 'summary', 'untyped']

/**
 * Parses the text exposition format 0.0.4 (prometheus.io, "Exposition formats").
 *
 * @throws PrometheusSyntaxError at the first line that breaks it
 */
export function parsePrometheusText(text: string): PrometheusText {
  const samples: PrometheusSample[] = []
  const types = new Map<string, PrometheusType>()
  const help = new Map<string, string>()
  text.split('\n').forEach((raw, index) => {
    const line = new LineReader(raw.endsWith('\r') ? raw.slice(0, -1) : raw, index + 1)
    line.take(BLANKS)
    if (line.atEnd) return
    if (line.next === '#') readComment(line.rest, types, help, index + 1)
    else samples.push(readSample(line))
  })
  return { samples, types, help }
}

/** `# HELP name text` and `# TYPE name type`; every other comment means nothing. */
function readComment(
  comment: string,
  types: Map<string, PrometheusType>,
  help: Map<string, string>,
  lineNumber: number,
): void {
  const match = /^#[ \t]+(HELP|TYPE)[ \t]+([a-zA-Z_:][a-zA-Z0-9_:]*)(?:[ \t]+(.*))?$/.exec(comment)
  if (match === null) return
  const [, keyword, name = '', text = ''] = match
  if (keyword === 'HELP') {
    help.set(name, unescapeText(text, { '\\': '\\', n: '\n' }))
    return
  }
  const type = text.trim()
  if (!TYPES.includes(type)) throw new PrometheusSyntaxError(`unknown type "${type}" of ${name}`, lineNumber)
  types.set(name, type as PrometheusType)
}

function readSample(line: LineReader): PrometheusSample {
  const name = line.take(METRIC_NAME)
  if (name === null) throw line.error('a metric name was expected')
  line.take(BLANKS)
  const labels = line.next === '{' ? readLabels(line) : {}
  const [value = '', timestamp, ...more] = line.rest.trim().split(/[ \t]+/)
  if (more.length > 0) throw line.error(`nothing may follow the timestamp, not "${more.join(' ')}"`)
  return {
    name,
    labels,
    value: readValue(value, line),
    timestampMs: timestamp === undefined ? null : readTimestamp(timestamp, line),
  }
}

function readLabels(line: LineReader): Record<string, string> {
  const labels: [string, string][] = []
  line.skip('{')
  for (;;) {
    line.take(BLANKS)
    if (line.next === '}') break
    const name = line.take(LABEL_NAME)
    if (name === null) throw line.error('a label name or } was expected')
    line.take(BLANKS)
    line.skip('=')
    line.take(BLANKS)
    const quoted = line.take(LABEL_VALUE)
    if (quoted === null) throw line.error(`label ${name} has no quoted value`)
    labels.push([name, unescapeText(quoted.slice(1, -1), { '\\': '\\', '"': '"', n: '\n' })])
    line.take(BLANKS)
    if (line.next !== ',') break
    line.skip(',')
  }
  line.skip('}')
  return Object.fromEntries(labels)
}

/** As Go's ParseFloat for what exporters write: decimal, exponent, and signed Inf and NaN in any case. */
function readValue(text: string, line: LineReader): number {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text)
  if (/^[+-]?nan$/i.test(text)) return Number.NaN
  if (/^\+?inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY
  if (/^-inf(inity)?$/i.test(text)) return Number.NEGATIVE_INFINITY
  throw line.error(`"${text}" is not a number`)
}

function readTimestamp(text: string, line: LineReader): number {
  if (!/^[+-]?\d+$/.test(text)) throw line.error(`timestamp "${text}" is not a whole number of ms`)
  return Number(text)
}

/** A backslash before any other character stands for itself. */
function unescapeText(text: string, escapes: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\\(.)/g, (whole, character: string) => escapes[character] ?? whole)
}

class LineReader {
  readonly #text: string
  readonly #number: number
  #at = 0

  constructor(text: string, number: number) {
    this.#text = text
    this.#number = number
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length
  }

  get next(): string | undefined {
    return this.#text[this.#at]
  }

  get rest(): string {
    return this.#text.slice(this.#at)
  }

  /** What a sticky pattern matches here, which is passed over; null when it does not. */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match === null) return null
    this.#at += match[0].length
    return match[0]
  }

  skip(character: string): void {
    if (this.next !== character) throw this.error(`${character} was expected`)
    this.#at++
  }

  error(reason: string): PrometheusSyntaxError {
    return new PrometheusSyntaxError(reason, this.#number)
  }
}
