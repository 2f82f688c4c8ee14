import { basename, resolve } from 'node:path'
import { REQUEST_PATH } from '../../models/requests/http-syntax.ts'
import { isLoopback } from '../allowed-host.ts'
import { readTargetUrl, requestTargetOf } from '../bench/read-target-url.ts'
import { readClient } from '../read-client.ts'
import { UsageError } from '../usage-error.ts'

/** What the command line says, as it was written. */
export interface InitFlags {
  readonly url?: string
  readonly client?: string
  readonly name?: string
  readonly force: boolean
  readonly workflow: boolean
  readonly json: boolean
}

/** What the scenario is about. */
export interface InitPlan {
  readonly name: string
  readonly client: string
  /** `null` for the built-in shop. */
  readonly target: InitTarget | null
}

/** A service of the user's own. */
export interface InitTarget {
  readonly origin: string
  /** Path and query of its request. */
  readonly path: string
  /** The host that `--allow` has to name; `null` on loopback. */
  readonly allow: string | null
}

const USUAL_NAME = 'my-service'
const USUAL_CLIENT = 'go-net-http'
const LONGEST_NAME = 80

/**
 * What `init` is to write.
 *
 * @param directory which names the scenario unless a flag does
 * @throws UsageError naming the flag that cannot be followed
 */
export function readInitPlan(directory: string, { url, client, name }: InitFlags): InitPlan {
  return {
    name: name === undefined ? kebabCase(basename(resolve(directory))) || USUAL_NAME : readName(name),
    client: readClient(client ?? USUAL_CLIENT).name,
    target: url === undefined ? null : readTarget(url),
  }
}

function readName(text: string): string {
  const kebab = kebabCase(text)
  if (text !== '' && kebab === text) return text
  const advice = kebab === '' ? '' : `: did you mean ${kebab}?`
  throw new UsageError(
    `--name: '${text}' is no name in small letters, digits and single hyphens, of up to ${LONGEST_NAME} characters${advice}`,
  )
}

/** As names of scenarios are written; empty where no letter or digit is left. */
function kebabCase(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-')
    .slice(0, LONGEST_NAME)
    .replaceAll(/^-+|-+$/g, '')
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && `${url.username}${url.password}` !== '') {
    throw new UsageError(
      "--url: a user in the URL is not sent; leave it away, and write headers: { authorization: 'Basic …' } beside " +
        'the path in the scenario',
    )
  }
  try {
    return readTargetUrl(text)
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`--url: ${error.message}`) : error
  }
}

function readTarget(text: string): InitTarget {
  const url = readUrl(text)
  const path = requestTargetOf(url)
  if (!REQUEST_PATH.test(path)) throw new UsageError(`--url: ${path} is no path that can be sent`)
  const host = url.hostname.replaceAll(/^\[|\]$/g, '')
  return { origin: url.origin, path, allow: isLoopback(host) ? null : host }
}
