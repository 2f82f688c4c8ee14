import { UsageError } from '../usage-error.ts'

export const patchFormats = ['snippet', 'diff', 'json-patch', 'kubectl'] as const

export type PatchFormatName = (typeof patchFormats)[number]

/** In what form a recommendation is asked for, with what that form needs. */
export type PatchFormat =
  | { readonly name: 'snippet' }
  | {
      readonly name: 'diff'
      readonly path: string
      /** On which the pool begins; `null` to take the only one. */
      readonly line: number | null
      readonly write: boolean
    }
  | { readonly name: 'json-patch'; readonly path: string; readonly line: number | null }
  | { readonly name: 'kubectl'; readonly resource: ResourceName }

/** An object in a cluster. */
export interface ResourceName {
  readonly name: string
  /** `null` for that of kubectl's context. */
  readonly namespace: string | null
}

export interface PatchFormatFlags {
  readonly format?: PatchFormatName
  readonly file?: string
  readonly line?: number
  readonly write: boolean
  readonly resource?: string
}

/**
 * A snippet unless told; a diff where there is a file.
 *
 * @throws UsageError where flags do not go together
 */
export function readPatchFormat(flags: PatchFormatFlags): PatchFormat {
  const { file: path, line = null, write, resource } = flags
  const name = flags.format ?? (path === undefined ? 'snippet' : 'diff')
  if (resource !== undefined && name !== 'kubectl') {
    throw new UsageError('--resource: names what kubectl is to patch: add --format kubectl')
  }
  if (name === 'kubectl') return { name, resource: readResource(resource, flags) }
  if (path === undefined) {
    const asks = write ? '--write' : line !== null ? '--line' : null
    if (asks !== null) throw new UsageError(`${asks}: name the file to change by --file`)
    if (name !== 'snippet') throw new UsageError(`--format ${name}: name the file that it is of by --file`)
    return { name }
  }
  if (name === 'snippet') throw new UsageError('--format snippet: is of no file: leave --file away')
  if (name === 'diff') return { name, path, line, write }
  if (write) throw new UsageError('--write: changes the file itself: leave --format json-patch away')
  return { name, path, line }
}

function readResource(resource: string | undefined, { file, line, write }: PatchFormatFlags): ResourceName {
  if (resource === undefined) {
    throw new UsageError('--format kubectl: name the object to patch by --resource [namespace/]name')
  }
  if (file !== undefined || line !== undefined || write) {
    throw new UsageError('--format kubectl: patches an object in a cluster, and no file: leave --file away')
  }
  const parts = resource.split('/')
  if (parts.length > 2 || !parts.every(isObjectName)) {
    throw new UsageError(
      `--resource: '${resource}' is not [namespace/]name of a Kubernetes object: small letters, digits, - and .`,
    )
  }
  const [name = '', namespace = null] = parts.toReversed()
  return { name, namespace }
}

/** As Kubernetes has them: a DNS subdomain (RFC 1123) of at most 253 characters. */
function isObjectName(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(text)
}
