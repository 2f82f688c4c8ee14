import { startAdminServer, type AdminServer, type AdminServerOptions } from './admin-server.ts'
import { probeRoutes } from './probe-routes.ts'
import { ProcessProbe } from './process-probe.ts'

export interface ProbeOptions extends AdminServerOptions {
  /** Figures of the program itself, which `GET /stats` tells on top of the probe's. */
  readonly figures?: () => object
}

/**
 * Starts to watch this process, and answers on a port of 127.0.0.1 what the lab asks. Nothing of it keeps the process
 * going.
 *
 * @throws the system's error when the port cannot be opened
 */
export async function startProbe({
  figures = () => ({}),
  ...options
}: ProbeOptions = {}): Promise<AdminServer> {
  const probe = await ProcessProbe.start()
  try {
    const server = await startAdminServer(probeRoutes(probe, figures), options)
    return {
      port: server.port,
      token: server.token,
      close() {
        server.close()
        probe.close()
      },
    }
  } catch (error) {
    probe.close()
    throw error
  }
}
