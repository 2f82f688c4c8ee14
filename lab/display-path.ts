import { dirname, join, relative, resolve } from 'node:path'

/**
 * A path as the user would write it: relative or absolute, just as they wrote that of the scenario.
 *
 * @param path absolute, or relative to the folder of the scenario
 * @param file the scenario as the user named it
 */
export function displayPath(path: string, file: string): string {
  const folder = dirname(resolve(file))
  return join(dirname(file), relative(folder, resolve(folder, path)))
}
