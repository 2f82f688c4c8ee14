/** Load was about to go to a host that was not named twice. */
export class HostNotAllowed extends Error {
  override readonly name = 'HostNotAllowed'
}

/**
 * A load tool must not be aimed by a typo: a target that is not on loopback has to be named by `--allow` as well.
 *
 * @throws HostNotAllowed
 */
export function requireAllowedHost(url: URL, allowed: readonly string[]): void {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isLoopback(host) || allowed.includes(host) || allowed.includes(url.host)) return
  throw new HostNotAllowed(
    `${url.origin} is not on this machine: to send load there, name it a second time with --allow ${host}`,
  )
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
  )
}
