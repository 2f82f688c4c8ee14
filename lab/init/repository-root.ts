import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The root of the Git repository that a folder lies in.
 *
 * @param folder absolute; it need not be there yet
 * @returns `null` outside of repositories
 */
export function repositoryRoot(folder: string): string | null {
  if (existsSync(join(folder, '.git'))) return folder
  const parent = dirname(folder)
  return parent === folder ? null : repositoryRoot(parent)
}
