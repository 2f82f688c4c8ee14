import type { ConfigDialect } from '../../reports/patches/edit/config-dialect.ts'
import { configDialects } from '../../reports/patches/edit/dialects.ts'

/** A kind of file in which `tune --file` changes a client's settings. */
export interface EditableFile {
  readonly title: string
  /** Names of such files, as patterns; empty where every name will do that is not of another kind. */
  readonly names: readonly string[]
}

const endings = [
  'go',
  'js',
  'mjs',
  'cjs',
  'jsx',
  'ts',
  'mts',
  'cts',
  'tsx',
  'java',
  'cs',
  'csx',
  'py',
  'rs',
  'cfg',
  'conf',
  'haproxy',
  'caddyfile',
  'caddy',
  'yaml',
  'yml',
  'json',
  'jsonc',
  'toml',
  'properties',
] as const

/** A name that is of no kind by its ending. */
const UNHEARD_OF = 'settings.unheard-of'

export function editableFiles(client: string): EditableFile[] {
  return configDialects
    .filter((dialect) => dialect.clients.includes(client))
    .map((dialect) => ({ title: dialect.title, names: namesOf(dialect) }))
}

function namesOf({ reads }: ConfigDialect): string[] {
  if (reads(UNHEARD_OF)) return []
  const named = ['Caddyfile'].filter(reads)
  return [...named, ...endings.filter((ending) => reads(`x.${ending}`)).map((ending) => `*.${ending}`)]
}
