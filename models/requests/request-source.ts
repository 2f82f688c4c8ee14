import { RandomStream } from '../random/random-stream.ts'
import { applyBuild } from './apply-build.ts'
import { type DrawValue, createGenerator } from './create-generator.ts'
import { firstAbove } from './first-above.ts'
import { HEADER_VALUE } from './http-syntax.ts'
import { requestName } from './request-name.ts'
import type { Feed, HttpMethod, ParameterValue, RequestSpec, ValueGenerator } from './request-spec.ts'
import { type Template, parseTemplate } from './template.ts'

/** A request ready to be sent; the same object may be given for several. */
export interface PreparedRequest {
  /** The declared name, or else method and path as declared, e.g. `GET /products/{id}`. */
  readonly name: string
  readonly method: HttpMethod
  readonly path: string
  readonly headers: Readonly<Record<string, string>> | null
  readonly body: string | null
  /** Which request of the mix it is, from 0. */
  readonly entry: number
}

/**
 * The requests of a run, by position in the arrival schedule. Everything follows from the seed and that
 * position, so it does not matter who asks, how many ask, or in which order.
 */
export interface RequestSource {
  /**
   * @param index position in the arrival schedule; a whole number ≥ 0
   * @throws TypeError when a `build` function returns something that is no request; what `build` throws
   */
  at(index: number): PreparedRequest
}

/** What a placeholder without a declared generator draws from. */
const UNDECLARED: ValueGenerator = { kind: 'integer', min: 1, max: 1000 }

/**
 * @param requests the mix; not empty
 * @param feeds the values of every `feed` generator in the mix
 * @param seed 32-bit integer
 * @throws RangeError when a feed is missing, or a value that goes into a header cannot stand in one
 */
export function createRequestSource(
  requests: readonly RequestSpec[],
  feeds: readonly Feed[],
  seed: number,
): RequestSource {
  const entries = requests.map((request, entry) => compileRequest(request, entry, feeds))
  const cumulative = Float64Array.from(accumulate(requests.map((request) => request.weight)))
  const total = cumulative.at(-1) ?? 0
  const only = entries.length === 1 ? constantRequest(requests[0] as RequestSpec) : null
  if (only !== null) return { at: () => only }
  return {
    at(index) {
      const stream = new RandomStream(seed, 'requests', index)
      const prepare = entries[firstAbove(cumulative, stream.float() * total)]
      if (prepare === undefined) throw new RangeError('a request source needs at least one request')
      return prepare(stream, index)
    },
  }
}

/** What a request without placeholders and functions always is, or `null`. */
function constantRequest(request: RequestSpec): PreparedRequest | null {
  if (request.build !== undefined || placeholderNames(request).length > 0) return null
  return compileRequest(request, 0, [])(new RandomStream(0, 'requests'), 0)
}

type PrepareRequest = (stream: RandomStream, index: number) => PreparedRequest

function compileRequest(request: RequestSpec, entry: number, feeds: readonly Feed[]): PrepareRequest {
  const { method, build } = request
  const name = requestName(request)
  const path = parseTemplate(request.path, encodeURIComponent)
  const headers = headerTemplates(request)
  const body = bodyTemplate(request)
  const names = placeholderNames(request)
  checkHeaderValues(request, headers, feeds, entry)
  const draws = names.map((parameter) => createGenerator(generatorOf(request, parameter), feeds))

  return (stream, index) => {
    const values = drawAll(draws, stream, index)
    const valueOf = (parameter: string): ParameterValue => values[names.indexOf(parameter)] ?? ''
    const prepared: PreparedRequest = {
      name,
      method,
      path: path.render(valueOf),
      headers: headers === null ? null : renderHeaders(headers, valueOf),
      body: body === null ? null : body.render(valueOf),
      entry,
    }
    if (build === undefined) return prepared
    const parameters = Object.fromEntries(names.map((parameter, i) => [parameter, values[i] ?? '']))
    return applyBuild(prepared, build, { index, random: () => stream.float(), parameters })
  }
}

/** Every placeholder of a request in order of appearance, then what is declared beyond these. */
function placeholderNames(request: RequestSpec): readonly string[] {
  return [...new Set([...usedPlaceholders(request), ...Object.keys(request.parameters ?? {})])]
}

/** The placeholders that appear in a request's path, headers and body. */
export function usedPlaceholders(request: RequestSpec): readonly string[] {
  const headers = headerTemplates(request) ?? []
  const body = bodyTemplate(request)
  const templates = [
    parseTemplate(request.path, encodeURIComponent),
    ...headers.map((header) => header.value),
  ]
  if (body !== null) templates.push(body)
  return [...new Set(templates.flatMap((template) => template.names))]
}

interface HeaderTemplate {
  readonly name: string
  readonly value: Template
}

function headerTemplates(request: RequestSpec): readonly HeaderTemplate[] | null {
  const given = Object.entries(request.headers ?? {})
  if (sendsJson(request) && !given.some(([name]) => name.toLowerCase() === 'content-type')) {
    given.push(['content-type', 'application/json'])
  }
  if (given.length === 0) return null
  return given.map(([name, value]) => ({ name, value: parseTemplate(value, verbatim) }))
}

function bodyTemplate(request: RequestSpec): Template | null {
  const { body } = request
  if (body === undefined || body === null) return null
  if (typeof body === 'string') return parseTemplate(body, verbatim)
  return parseTemplate(JSON.stringify(body), escapeInJson)
}

function sendsJson(request: RequestSpec): boolean {
  return request.body !== undefined && request.body !== null && typeof request.body !== 'string'
}

function verbatim(value: string): string {
  return value
}

function escapeInJson(value: string): string {
  return JSON.stringify(value).slice(1, -1)
}

function generatorOf(request: RequestSpec, parameter: string): ValueGenerator {
  const declared = request.parameters
  return declared !== undefined && Object.hasOwn(declared, parameter)
    ? (declared[parameter] ?? UNDECLARED)
    : UNDECLARED
}

function drawAll(draws: readonly DrawValue[], stream: RandomStream, index: number): ParameterValue[] {
  const values: ParameterValue[] = []
  for (const draw of draws) values.push(draw(stream, index))
  return values
}

function renderHeaders(
  headers: readonly HeaderTemplate[],
  valueOf: (parameter: string) => ParameterValue,
): Record<string, string> {
  const rendered: Record<string, string> = {}
  for (const { name, value } of headers) rendered[name] = value.render(valueOf)
  return rendered
}

function checkHeaderValues(
  request: RequestSpec,
  headers: readonly HeaderTemplate[] | null,
  feeds: readonly Feed[],
  entry: number,
): void {
  for (const header of headers ?? []) {
    for (const parameter of header.value.names) {
      const bad = possibleTexts(generatorOf(request, parameter), feeds).find(
        (text) => !HEADER_VALUE.test(text),
      )
      if (bad === undefined) continue
      throw new RangeError(
        `requests[${entry}].headers: ${JSON.stringify(bad)}, a value of {${parameter}}, cannot stand in the header ${header.name}`,
      )
    }
  }
}

function possibleTexts(generator: ValueGenerator, feeds: readonly Feed[]): readonly string[] {
  if (generator.kind === 'choice') return generator.values.map(String)
  if (generator.kind !== 'feed') return []
  return feeds.find((feed) => feed.file === generator.file && feed.column === generator.column)?.values ?? []
}

function accumulate(weights: readonly number[]): number[] {
  let sum = 0
  return weights.map((weight) => (sum += weight))
}
