/** A family as a strict reader of OpenMetrics 1.0 sees it. */
export interface ReadFamily {
  readonly name: string
  readonly type: string
  readonly unit: string
  readonly help: string
  readonly samples: readonly ReadSample[]
}

export interface ReadSample {
  readonly name: string
  readonly labels: ReadonlyMap<string, string>
  readonly value: number
}

type Draft = { -readonly [Field in keyof ReadFamily]: ReadFamily[Field] } & { samples: ReadSample[] }

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*'
const TEXT = String.raw`(?:[^\\"\n]|\\["n\\])*`
const NUMBER = /^(?:[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|[-+]?Inf|NaN)$/

/** Suffixes of the samples of each type. */
const suffixes: Readonly<Record<string, readonly string[]>> = {
  gauge: [''],
  counter: ['_total', '_created'],
  histogram: ['_bucket', '_count', '_sum', '_created'],
  info: ['_info'],
  stateset: [''],
}

/** Reads by the ABNF and the MUSTs of the specification; throws where one is broken. */
export function readOpenMetrics(text: string): ReadFamily[] {
  if (!text.endsWith('\n# EOF\n')) throw new Error('does not end with # EOF')
  const families: Draft[] = []
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) {
    if (line.startsWith('#')) readDescriptor(line, families)
    else readSample(line, families)
  }
  checkNames(families)
  for (const family of families) checkFamily(family)
  return families
}

function readDescriptor(line: string, families: Draft[]): void {
  const [, kind = '', name = '', rest = ''] =
    new RegExp(`^# (TYPE|UNIT|HELP) (${NAME}) (.*)$`).exec(line) ?? fail(line)
  let family = families.at(-1)
  if (family?.name !== name) {
    family = { name, type: '', unit: '', help: '', samples: [] }
    families.push(family)
  }
  const field = kind.toLowerCase() as 'type' | 'unit' | 'help'
  if (family.samples.length > 0 || family[field] !== '') fail(line)
  if (kind === 'HELP' && !new RegExp(`^${TEXT}$`).test(rest)) fail(line)
  family[field] = rest
}

function readSample(line: string, families: Draft[]): void {
  const [, name = '', labels = '', value = ''] =
    new RegExp(`^(${NAME})(?:\\{([^\n]*)\\})? (\\S+)$`, 'u').exec(line) ?? fail(line)
  const family = families.at(-1) ?? fail(line)
  const known = suffixes[family.type] ?? fail(line)
  if (!known.some((suffix) => name === family.name + suffix) || !NUMBER.test(value)) fail(line)
  const number = value === '+Inf' ? Infinity : Number(value)
  family.samples.push({ name, labels: readLabels(labels), value: number })
}

function readLabels(text: string): Map<string, string> {
  const labels = new Map<string, string>()
  const pattern = new RegExp(`(${LABEL})="(${TEXT})"(,|$)`, 'uy')
  while (pattern.lastIndex < text.length) {
    const [, name = '', value = '', end] = pattern.exec(text) ?? fail(text)
    if (labels.has(name) || (end === ',' && pattern.lastIndex === text.length)) fail(text)
    labels.set(
      name,
      value.replace(/\\(.)/g, (_, each: string) => (each === 'n' ? '\n' : each)),
    )
  }
  return labels
}

function checkNames(families: readonly Draft[]): void {
  const names = families.flatMap(({ name, type }) => [
    ...new Set([name, ...(suffixes[type] ?? []).map((suffix) => name + suffix)]),
  ])
  if (new Set(names).size < names.length) throw new Error('two families have names in common')
}

function checkFamily({ name, type, unit, samples }: ReadFamily): void {
  if (unit !== '' && !name.endsWith(`_${unit}`)) throw new Error(`${name}: does not end with its unit`)
  const keys = samples.map((sample) => `${sample.name} ${keyOf(sample, [])}`)
  if (new Set(keys).size < keys.length) throw new Error(`${name}: the same sample twice`)
  const metrics = new Map<string, ReadSample[]>()
  let last = ''
  for (const sample of samples) {
    const key = keyOf(sample, type === 'histogram' ? ['le'] : type === 'stateset' ? [name] : [])
    if (key !== last && metrics.has(key)) throw new Error(`${name}: samples of a metric are interleaved`)
    metrics.set(key, [...(metrics.get(key) ?? []), sample])
    last = key
  }
  for (const metric of metrics.values()) checkMetric(name, type, metric)
}

function checkMetric(name: string, type: string, metric: readonly ReadSample[]): void {
  const broken = (what: string): never => fail(`${name}: ${what}`)
  const of = (suffix: string) => metric.filter((sample) => sample.name === name + suffix)
  if (type === 'counter' && !metric.every(({ value }) => value >= 0)) broken('a negative counter')
  if (type === 'info' && !metric.every(({ value }) => value === 1)) broken('an info that is not 1')
  if (type === 'stateset') {
    if (!metric.every(({ value, labels }) => (value === 0 || value === 1) && labels.has(name)))
      broken('a bad state')
  }
  if (type !== 'histogram') return
  const buckets = of('_bucket')
  const ends = buckets.map(({ labels }) => labels.get('le') ?? broken('a bucket without le'))
  for (const end of ends) if (!/^(\d+\.\d+|\d(\.\d+)?e-\d+|\+Inf)$/.test(end)) broken(`le="${end}"`)
  for (const [i, { value }] of buckets.entries()) {
    if (value < (buckets[i - 1]?.value ?? 0)) broken('buckets that are not cumulative')
    if (i > 0 && !(toNumber(ends[i]) > toNumber(ends[i - 1]))) broken('buckets out of order')
  }
  if (ends.at(-1) !== '+Inf') broken('no +Inf')
  if (of('_count').length !== 1 || of('_sum').length !== 1) broken('no count or no sum')
  if (buckets.at(-1)?.value !== of('_count')[0]?.value) broken('+Inf is not the count')
}

function toNumber(end: string | undefined): number {
  return end === '+Inf' ? Infinity : Number(end)
}

function keyOf({ labels }: ReadSample, except: readonly string[]): string {
  return JSON.stringify(
    [...labels].filter(([name]) => !except.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function fail(what: string): never {
  throw new Error(`not OpenMetrics: ${what}`)
}
