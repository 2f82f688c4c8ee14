import { createTwoFilesPatch } from 'diff'

/**
 * What changes in a file, as `diff -u`, `patch` and `git apply` know it; empty where nothing does.
 *
 * @param fileName relative to where the diff is to be applied, with `/`
 */
export function unifiedDiff(fileName: string, before: string, after: string): string {
  if (before === after) return ''
  const text = createTwoFilesPatch(`a/${fileName}`, `b/${fileName}`, before, after, undefined, undefined, {
    context: 3,
  })
  return text.slice(text.indexOf('--- '))
}
