import { ENTRY_POINTS } from '../entry-points.ts'
import type { Certificate, CertificateKey } from './certificate.ts'
import type { LinkProcessOptions, LinkProcessReady } from './link-process.ts'
import type { ShopOptions } from './shop.ts'
import type { ShopProcessOptions, ShopProcessReady } from './shop-process.ts'
import { portRefused } from './port-refused.ts'
import { ChildStartError, startChild, type ChildExit, type RunningChild } from './start-child.ts'

export interface TargetOptions extends ShopOptions {
  readonly tls: false | CertificateKey
  /** A round trip between the client and the shop; null, or 0 ms, puts nothing between them. */
  readonly link: { readonly rttMs: number } | null
  /** Of `origin`, on 127.0.0.1; 0 or left out takes a free one. */
  readonly port?: number
}

export interface RunningTarget {
  /** Where the load goes, e.g. `https://127.0.0.1:40123`. */
  readonly origin: string
  /** PEM of what to trust, or null without TLS. */
  readonly ca: string | null
  /** Where `GET /stats` is answered, to who has the token. */
  readonly adminUrl: string
  readonly adminToken: string
  /** Process id of the shop. */
  readonly pid: number
  /** The shop without the link. */
  readonly directOrigin: string
  /** Drains, then stops every process of the target; takes about 2 s at most. May be called more than once. */
  stop(): Promise<void>
  /** When the shop has ended, for whatever reason. If the link ends first, the shop is stopped. */
  readonly exited: Promise<ChildExit>
}

/** A target that could not be started: which part, on which port, and what to do about it. */
export class TargetStartError extends Error {
  override readonly name = 'TargetStartError'
  /** The port asked for; null when any would have done. */
  readonly port: number | null

  constructor(message: string, port: number | null, options?: ErrorOptions) {
    super(message, options)
    this.port = port
  }
}

/**
 * Starts the built-in shop in a process of its own, behind a link in another one if it has a round-trip time. No
 * process outlives this one.
 *
 * @throws RangeError when `port` or `rttMs` is out of range
 * @throws TargetStartError when the port is taken or a process does not start
 */
export async function startTarget(options: TargetOptions): Promise<RunningTarget> {
  const { tls, link, port = 0, ...shopOptions } = options
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`port must be an integer from 0 to 65535, not ${port}`)
  }
  const rttMs = link?.rttMs ?? 0
  if (!Number.isFinite(rttMs) || rttMs < 0) throw new RangeError(`rttMs must be 0 or more, not ${rttMs}`)

  const certificate = tls === false ? null : await newCertificate(tls)
  const scheme = certificate === null ? 'http' : 'https'
  const shop = await startPart<ShopProcessReady>('shop', rttMs === 0 ? port : 0, {
    shop: shopOptions,
    certificate,
    port: rttMs === 0 ? port : 0,
  } satisfies ShopProcessOptions)
  const relay = rttMs === 0 ? null : await startLink(shop, rttMs, port)
  const stop = async (): Promise<void> => {
    await Promise.all([shop.stop(), relay?.stop()])
  }
  if (relay !== null) void Promise.race([relay.exited, shop.exited]).then(stop)
  const directOrigin = `${scheme}://127.0.0.1:${shop.ready.port}`
  return {
    origin: relay === null ? directOrigin : `${scheme}://127.0.0.1:${relay.ready.port}`,
    ca: certificate?.cert ?? null,
    adminUrl: `http://127.0.0.1:${shop.ready.adminPort}`,
    adminToken: shop.ready.adminToken,
    pid: shop.pid,
    directOrigin,
    stop,
    exited: shop.exited,
  }
}

async function newCertificate(key: CertificateKey): Promise<Certificate> {
  // What makes certificates takes longer to load than all the rest of the program.
  const { createCertificate } = await import('./certificate.ts')
  return createCertificate(key)
}

async function startLink(
  shop: RunningChild<ShopProcessReady>,
  rttMs: number,
  port: number,
): Promise<RunningChild<LinkProcessReady>> {
  try {
    return await startPart<LinkProcessReady>('link', port, {
      link: { upstreamPort: shop.ready.port, rttMs },
      port,
    } satisfies LinkProcessOptions)
  } catch (error) {
    await shop.stop()
    throw error
  }
}

async function startPart<Ready>(
  part: 'shop' | 'link',
  port: number,
  options: object,
): Promise<RunningChild<Ready>> {
  const entry = part === 'shop' ? ENTRY_POINTS.shopProcess : ENTRY_POINTS.linkProcess
  try {
    return await startChild<Ready>(entry, options)
  } catch (error) {
    if (!(error instanceof ChildStartError)) throw error
    throw new TargetStartError(explain(part, port, error), port === 0 ? null : port, { cause: error })
  }
}

function explain(part: string, port: number, error: ChildStartError): string {
  return portRefused(port, error.code) ?? `the target's ${part} did not start: ${error.message}`
}
