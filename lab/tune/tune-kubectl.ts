import type { Client } from '../../models/clients/client.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import { kubectlNotes, kubectlPatch, type KubernetesObject } from '../../reports/patches/kubectl-patch.ts'
import { UsageError } from '../usage-error.ts'
import type { ResourceName } from './patch-format.ts'

/** The change of an object in a cluster. */
export interface KubectlCommand {
  /** For a POSIX shell. */
  readonly command: string
  readonly notes: readonly string[]
}

/** Objects that configure the pools of a client. */
const kinds: Readonly<Record<string, KubernetesObject['kind']>> = {
  istio: 'DestinationRule',
  traefik: 'ServersTransport',
}

/** @throws UsageError for a client that no object configures */
export function tuneKubectl(client: Client, settings: PoolSettings, resource: ResourceName): KubectlCommand {
  const kind = kinds[client.name]
  if (kind === undefined) {
    throw new UsageError(
      `--format kubectl: no object in a cluster configures ${client.title}; there is one for --client ${Object.keys(kinds).join(' or ')}`,
    )
  }
  return { command: kubectlPatch(settings, { kind, ...resource }), notes: kubectlNotes(settings, kind) }
}
