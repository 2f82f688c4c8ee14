import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Modules that users import, from the root of the project; the first of each list that exists. */
const ENTRIES = [['lab/api/kneepoint.ts', 'models/kneepoint.ts'], ['workers/undici/knee-agent.ts']]

export interface ApiDocs {
  /** The page on which it begins, from the root of the folder; `null` where nothing was written. */
  readonly start: string | null
  /** A sentence on why nothing was written; `null` where all is well. */
  readonly problem: string | null
}

/**
 * Documentation of the public modules by `deno doc`, which reads types and docstrings. Deno is taken from `DENO`, from
 * `.cache/runtimes` or from the path.
 *
 * @param folder where it goes; made anew
 */
export function writeApiDocs(root: string, folder: string): ApiDocs {
  const deno = findDeno(root)
  if (deno === null)
    return { start: null, problem: 'there is no deno, so the documentation of the modules is left out' }
  const entries = ENTRIES.flatMap((names) => names.find((name) => existsSync(join(root, name))) ?? [])
  const { status, stderr } = spawnSync(
    deno,
    ['doc', '--html', '--name=kneepoint', `--output=${folder}`, ...entries],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    },
  )
  if (status === 0) return { start: 'all_symbols.html', problem: null }
  return { start: null, problem: `deno doc ended with ${status}: ${stderr.trim()}` }
}

function findDeno(root: string): string | null {
  const runtimes = join(root, '.cache/runtimes')
  const candidates = [
    process.env.DENO ?? '',
    join(runtimes, 'node_modules/.bin/deno'),
    join(runtimes, 'deno'),
    'deno',
  ]
  return candidates.find((name) => name !== '' && spawnSync(name, ['--version']).status === 0) ?? null
}
