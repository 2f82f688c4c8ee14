import { nginxUpstream } from '../../../models/clients/nginx-upstream.ts'
import { type PoolSettings, UNLIMITED } from '../../../models/pool/settings.ts'
import { median } from '../../../models/statistics/median.ts'
import { nginxConfig } from './nginx-config.ts'
import { NginxProcess } from '../nginx-process.ts'
import { openNodeAgent } from './node-agent-client.ts'
import type { ReplayClient, ReplayClientKind } from './replay-client.ts'
import type { ReplayEndpoint } from './running-server.ts'

/** nginx as a proxy before the replay server: its upstream pool is what is replayed. */
export const nginxKind: ReplayClientKind = {
  name: nginxUpstream.name,
  policy: nginxUpstream.policy,
  unavailable: async () =>
    (await NginxProcess.program()) === null
      ? 'there is no nginx on this machine (Debian: apt-get install nginx)'
      : null,
  open: openNginx,
}

/** Reached through a client that keeps every connection, so that only nginx's own pool dials the server. */
async function openNginx(endpoint: ReplayEndpoint, settings: PoolSettings): Promise<ReplayClient> {
  const program = await NginxProcess.program()
  if (program === null) throw new Error('there is no nginx on this machine')
  const nginx = await NginxProcess.start(program, (port) => nginxConfig(port, endpoint, settings))
  const downstream = openNodeAgent({ host: '127.0.0.1', port: nginx.port, ca: null }, UNLIMITED)
  return {
    frontMs: await frontMsOf(downstream),
    get: (path) => downstream.get(path),
    close: async () => {
      await downstream.close()
      await nginx.stop()
    },
  }
}

const SAMPLES = 60

/** The median time of a request that nginx answers itself, with those of a cold program among them. */
async function frontMsOf(downstream: ReplayClient): Promise<number> {
  const durationsMs: number[] = []
  for (let i = 0; i < SAMPLES; i++) {
    const startMs = performance.now()
    await downstream.get('/ready')
    durationsMs.push(performance.now() - startMs)
  }
  return median(durationsMs)
}
