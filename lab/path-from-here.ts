import { relative, resolve } from 'node:path'

/** A path as it is best named from the working directory: relative to it, or absolute where it leads elsewhere. */
export function pathFromHere(path: string): string {
  const fromHere = relative('.', path)
  return fromHere.startsWith('..') ? resolve(path) : fromHere
}
