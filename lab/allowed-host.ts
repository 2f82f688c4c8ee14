/** Load was about to go to a host that was not named twice. */
export class HostNotAllowed extends Error {
  /** For telling it by name where the class is not at hand. */
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

/** Whether a host name or address is of this machine; an IPv6 address with or without its brackets. */
export function isLoopback(host: string): boolean {
  const isName = host === 'localhost' || host.endsWith('.localhost')
  return isName || host.replace(/^\[|\]$/g, '') === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
