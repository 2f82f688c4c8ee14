import { startTarget } from '../target/start-target.ts'

export interface ServeTargetOptions {
  readonly port?: number
  readonly tls?: 'ecdsa' | 'rsa'
  /** Round trip in ms. */
  readonly rtt?: number
  readonly seed: number
  readonly signal: AbortSignal
}

/** Runs the built-in shop until the signal is aborted. */
export async function serveTarget(options: ServeTargetOptions): Promise<void> {
  const target = await startTarget({
    seed: options.seed,
    tls: options.tls ?? false,
    link: options.rtt === undefined ? null : { rttMs: options.rtt },
    ...(options.port === undefined ? {} : { port: options.port }),
  })
  process.stdout.write(
    `shop on ${target.origin}, pid ${target.pid}\n` +
      `its figures: curl -H 'authorization: Bearer ${target.adminToken}' ${target.adminUrl}/stats\n`,
  )
  if (target.ca !== null) process.stdout.write(`its certificate:\n${target.ca}`)
  const asked = new Promise<void>((resolve) => {
    // Ctrl-C may have come while it started.
    if (options.signal.aborted) resolve()
    else options.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await Promise.race([asked, target.exited])
  await target.stop()
}
