import { UsageError } from '../usage-error.ts'

/**
 * The URL that load is to go to.
 *
 * @throws UsageError when it is no http or https URL, or names a user
 */
export function readTargetUrl(text: string): URL {
  if (!/^https?:\/\//i.test(text)) throw new UsageError(withoutScheme(text))
  if (!URL.canParse(text)) throw new UsageError(`'${text}' is no URL`)
  const url = new URL(text)
  if (url.username === '' && url.password === '') return url
  throw new UsageError(
    `${url.origin}: a user in the URL is not sent; use --header 'authorization: Basic …' instead`,
  )
}

/** Path and query as they are sent. */
export function requestTargetOf(url: URL): string {
  return `${url.pathname}${url.search}`.replaceAll('{', '%7B').replaceAll('}', '%7D')
}

function withoutScheme(text: string): string {
  const meant = `http://${/^[:/]/.test(text) ? 'localhost' : ''}${text}`
  const what = `'${text}' is no http or https URL`
  const isAnotherScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
  return isAnotherScheme || !URL.canParse(meant) ? what : `${what}: did you mean ${meant}?`
}
