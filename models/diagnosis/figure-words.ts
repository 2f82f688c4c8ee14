import type { CodeSite } from '../profile/code-site.ts'

/** A time in as many digits as it deserves. */
export function msWords(ms: number): string {
  if (ms >= 9999.5) return `${(ms / 1000).toFixed(1)} s`
  if (ms >= 99.5) return `${ms.toFixed(0)} ms`
  return `${ms.toFixed(ms < 9.95 ? 2 : 1)} ms`
}

export function percentWords(share: number): string {
  return `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`
}

export function countWords(count: number, one: string, more = `${one}s`): string {
  return `${count.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',')} ${count === 1 ? one : more}`
}

const LONGEST_PATH = 44

type Place = Pick<CodeSite, 'file' | 'line'> & Partial<Pick<CodeSite, 'hotLine'>>

/** A function with its file and line, such as `hashPassword (server.js:12)`. */
export function placeWords(site: Place & Pick<CodeSite, 'functionName'>): string {
  const place = fileWords(site)
  return place === '' ? site.functionName : `${site.functionName} (${place})`
}

/**
 * The file, by its end where the path is long, and the line: the hottest where it is known, or else the first.
 *
 * @param longest characters of the path; ≥ 2
 */
export function fileWords({ file, line, hotLine }: Place, longest = LONGEST_PATH): string {
  if (file === '') return ''
  const at = hotLine ?? line
  return `${shortPath(file, longest)}${at > 0 ? `:${at}` : ''}`
}

function shortPath(path: string, longest: number): string {
  if (path.length <= longest) return path
  const end = path.slice(1 - longest)
  const slash = end.indexOf('/')
  return `…${slash < 0 ? end : end.slice(slash)}`
}
