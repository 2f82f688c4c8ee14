import { durationText } from '../../models/clients/dialect/duration-text.ts'
import { LARGEST_INT } from '../../models/clients/dialect/largest-int.ts'
import { LONGEST_DURATION_MS } from '../../models/clients/dialect/longest-duration.ts'
import { roundDown } from '../../models/clients/dialect/round-down.ts'
import { istio } from '../../models/clients/istio.ts'
import { traefik } from '../../models/clients/traefik.ts'
import type { WantedSettings } from './edit/config-dialect.ts'
import { lackingNotes } from './edit/json/wanted-notes.ts'
import { istioLimitNotes, istioTarget } from './edit/yaml/istio-destination-rules.ts'
import { wantsReuse } from './edit/wants-reuse.ts'

/** An object in a cluster that configures a pool. */
export interface KubernetesObject {
  readonly kind: 'DestinationRule' | 'ServersTransport'
  readonly name: string
  /** `null` for that of kubectl's context. */
  readonly namespace: string | null
}

const resources = {
  DestinationRule: 'destinationrule',
  ServersTransport: 'serverstransports.traefik.io',
}

/**
 * A command for a POSIX shell that gives an object the wanted settings, by a merge patch (RFC 7396) that leaves all else
 * as it is; a limit that is not wanted is taken away.
 */
export function kubectlPatch(wanted: WantedSettings, { kind, name, namespace }: KubernetesObject): string {
  const spec = kind === 'DestinationRule' ? destinationRuleSpec(wanted) : serversTransportSpec(wanted)
  const words = [
    'kubectl',
    ...(namespace === null ? [] : ['-n', namespace]),
    'patch',
    resources[kind],
    name,
    '--type',
    'merge',
    '-p',
    JSON.stringify({ spec }),
  ]
  return words.map(shellWord).join(' ')
}

/** What such an object cannot say, or what to mind; one sentence each. */
export function kubectlNotes(wanted: WantedSettings, kind: KubernetesObject['kind']): string[] {
  return kind === 'DestinationRule'
    ? [...istioLimitNotes(wanted), ...lackingNotes(istio, wanted)]
    : lackingNotes(traefik, wanted)
}

function destinationRuleSpec(wanted: WantedSettings) {
  const { idleTimeout, maxConnections } = istioTarget(wanted)
  const http = idleTimeout === null ? { maxRequestsPerConnection: 1 } : { idleTimeout }
  const tcp = { maxConnections: maxConnections === 0 ? null : maxConnections }
  return { trafficPolicy: { connectionPool: { tcp, http } } }
}

/** 0 for the idle timeout is never, a negative number of connections keeps none. */
function serversTransportSpec(wanted: WantedSettings) {
  if (!wantsReuse(wanted)) return { maxIdleConnsPerHost: -1 }
  const { idleTimeoutMs, maxIdlePerHost } = wanted
  const idleConnTimeout = idleTimeoutMs === Infinity ? '0s' : durationText(idleTimeoutMs, LONGEST_DURATION_MS)
  return {
    maxIdleConnsPerHost: roundDown(maxIdlePerHost, LARGEST_INT),
    forwardingTimeouts: { idleConnTimeout },
  }
}

/** In single quotes where the shell would not take it as it is. */
function shellWord(text: string): string {
  return /^[\w./=:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
