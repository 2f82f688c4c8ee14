import { type PoolSettings, UNLIMITED } from '../../../models/pool/settings.ts'
import { livePoolKind } from './live-pool-client.ts'
import { nginxKind } from './nginx-client.ts'
import { nodeAgentKind } from './node-agent-client.ts'
import type { ReplayClientKind } from './replay-client.ts'
import { undiciPoolKind } from './undici-pool-client.ts'

/** One client under one set of settings. */
export interface ReplayCase {
  readonly kind: ReplayClientKind
  readonly settings: PoolSettings
  readonly tls: boolean
  /** `timeout` of the server's `Keep-Alive` header in whole seconds. */
  readonly hintSeconds: number | null
  /** When the server closes an idle connection itself. */
  readonly serverIdleTimeoutMs: number | null
}

export const replayCases: readonly ReplayCase[] = [
  replayCase(nodeAgentKind, { idleTimeoutMs: 400, maxIdlePerHost: 2 }),
  replayCase(nodeAgentKind, { idleTimeoutMs: 300, maxIdlePerHost: 3, maxConnsPerHost: 6 }),
  replayCase(nodeAgentKind, { idleTimeoutMs: 1500, maxIdlePerHost: 5 }, { hintSeconds: 2 }),
  replayCase(nodeAgentKind, { idleTimeoutMs: 800, maxIdlePerHost: 8 }, { tls: true }),
  replayCase(undiciPoolKind, { idleTimeoutMs: 250 }),
  replayCase(undiciPoolKind, { idleTimeoutMs: 250, maxConnsPerHost: 8 }, { hintSeconds: 3 }),
  replayCase(livePoolKind, { idleTimeoutMs: 500, maxIdlePerHost: 2 }),
  replayCase(
    livePoolKind,
    { idleTimeoutMs: 2000, maxIdlePerHost: 8 },
    { tls: true, serverIdleTimeoutMs: 700 },
  ),
  replayCase(nginxKind, { idleTimeoutMs: 400, maxIdlePerHost: 3 }),
  replayCase(nginxKind, { idleTimeoutMs: 1000, maxIdlePerHost: 8, maxRequestsPerConn: 20 }),
]

/** The settings that limit something, in a few words. */
export function settingsText({ settings, tls, hintSeconds, serverIdleTimeoutMs }: ReplayCase): string {
  const limits = Object.entries(settings).filter(([, value]) => value !== Infinity)
  return [
    ...(tls ? ['TLS'] : []),
    ...limits.map(([name, value]) => `${name} ${value}`),
    ...(hintSeconds === null ? [] : [`hint ${hintSeconds} s`]),
    ...(serverIdleTimeoutMs === null ? [] : [`server closes after ${serverIdleTimeoutMs} ms`]),
  ].join(', ')
}

function replayCase(
  kind: ReplayClientKind,
  settings: Partial<PoolSettings>,
  server: Partial<Pick<ReplayCase, 'tls' | 'hintSeconds' | 'serverIdleTimeoutMs'>> = {},
): ReplayCase {
  return {
    kind,
    settings: { ...UNLIMITED, ...settings },
    tls: false,
    hintSeconds: null,
    serverIdleTimeoutMs: null,
    ...server,
  }
}
