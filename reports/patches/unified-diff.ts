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
  const [old = '', next = '', ...hunks] = text.slice(text.indexOf('--- ')).split('\n')
  return [endedName(old), endedName(next), ...hunks].join('\n')
}

/** A name that has spaces ends with a tab, as git writes it: `patch` takes only what comes before the first space else. */
function endedName(header: string): string {
  return header.slice('--- '.length).includes(' ') ? `${header}\t` : header
}
