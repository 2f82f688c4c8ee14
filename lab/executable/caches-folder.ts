import { join } from 'node:path'

/** What tells where a system keeps what programs can make again. */
export interface UserFolders {
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * Where this program's files go on a user's machine: below `XDG_CACHE_HOME` where that is set, else where the system keeps
 * caches (`~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows, `~/.cache` elsewhere).
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cachesFolder({ platform, home, environment }: UserFolders): string {
  return join(environment.XDG_CACHE_HOME || defaultFolder(platform, home, environment), 'kneepoint')
}

function defaultFolder(
  platform: NodeJS.Platform,
  home: string,
  environment: UserFolders['environment'],
): string {
  if (platform === 'darwin') return join(home, 'Library/Caches')
  if (platform === 'win32') return environment.LOCALAPPDATA || join(home, 'AppData/Local')
  return join(home, '.cache')
}
