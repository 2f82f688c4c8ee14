import { readFile } from 'node:fs/promises'
import { HEADER_NAME, HEADER_VALUE, HTTP_METHODS } from '../../models/requests/http-syntax.ts'
import type { HttpMethod, RequestSpec } from '../../models/requests/request-spec.ts'
import { usedPlaceholders } from '../../models/requests/request-source.ts'
import { UsageError } from '../usage-error.ts'
import { requestTargetOf } from './read-target-url.ts'

export interface RequestFlags {
  readonly method?: string
  /** `name: value` each. */
  readonly header: readonly string[]
  /** Text, or `@` and the path of a file. */
  readonly body?: string
}

/** What the length and the end of a request follow from is not the user's to say. */
const FRAMING = ['content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'expect']

/**
 * The request that a bench repeats, sent byte for byte as it was written: braces stand for nothing.
 *
 * @throws UsageError when the method is unknown, a header cannot be sent, or the file cannot be read
 */
export async function readRequest(url: URL, flags: RequestFlags): Promise<RequestSpec> {
  const body = flags.body === undefined ? null : await readBody(flags.body)
  const headers = readHeaders(flags.header)
  const request: RequestSpec = {
    weight: 1,
    method: readMethod(flags.method ?? (body === null ? 'GET' : 'POST')),
    path: requestTargetOf(url),
    ...(headers === null ? {} : { headers }),
    ...(body === null ? {} : { body }),
  }
  return verbatim(request)
}

/** Gives each placeholder its own text as its only value. */
function verbatim(request: RequestSpec): RequestSpec {
  const names = usedPlaceholders(request)
  if (names.length === 0) return request
  const itself = (name: string) => ({ kind: 'choice', values: [`{${name}}`] }) as const
  return { ...request, parameters: Object.fromEntries(names.map((name) => [name, itself(name)])) }
}

function readMethod(text: string): HttpMethod {
  const method = HTTP_METHODS.find((known) => known === text.trim().toUpperCase())
  if (method !== undefined) return method
  throw new UsageError(`--method: '${text}' is none of ${HTTP_METHODS.join(', ')}`)
}

function readHeaders(lines: readonly string[]): Readonly<Record<string, string>> | null {
  if (lines.length === 0) return null
  const headers = new Map<string, string>()
  for (const line of lines) {
    const [name, value] = readHeader(line)
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`)
  }
  return Object.fromEntries(headers)
}

/** @returns the name in lower case, and the value without space around it */
function readHeader(line: string): [string, string] {
  const colon = line.indexOf(':')
  const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase()
  const value = line.slice(colon + 1).trim()
  if (!HEADER_NAME.test(name)) {
    throw new UsageError(`--header: '${line}' is not of the form 'name: value', such as 'accept: text/html'`)
  }
  if (!HEADER_VALUE.test(value)) {
    throw new UsageError(
      `--header: the value of ${name} holds what no header can: one line in Latin-1 is accepted`,
    )
  }
  if (FRAMING.includes(name)) throw new UsageError(`--header: ${name} follows from the request itself`)
  return [name, value]
}

async function readBody(text: string): Promise<string> {
  if (!text.startsWith('@')) return text
  const file = text.slice(1)
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'no such file' : error.message
    throw new UsageError(`--body: ${file === '' ? 'a path is missing after @' : `${file}: ${why}`}`)
  })
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new UsageError(`--body: ${file} is not text in UTF-8`)
  }
}
