import type { Client } from '../../../../models/clients/client.ts'
import type { ConfigPlace } from '../config-dialect.ts'
import { bunPlaces } from '../yaml/bun-environments.ts'
import { envoyPools } from '../yaml/envoy-clusters.ts'
import { istioPools } from '../yaml/istio-destination-rules.ts'
import { javaPlaces } from '../yaml/java-environments.ts'
import { traefikPools } from '../yaml/traefik-transports.ts'
import { caddyPools } from './caddy-reverse-proxies.ts'
import type { DataTree } from './data-tree.ts'
import { type TreePool, treePlace } from './tree-place.ts'

type PlaceFinder = (tree: DataTree, client: Client) => ConfigPlace[]

const finders: Readonly<Record<string, PlaceFinder>> = {
  istio: pools(istioPools),
  envoy: pools(envoyPools),
  traefik: pools(traefikPools),
  caddy: pools(caddyPools),
  'java-net-http': javaPlaces,
  'reactor-netty': javaPlaces,
  'bun-fetch': bunPlaces,
}

/** Names of the clients whose pools `treePlaces` finds. */
export const treeClients: readonly string[] = Object.keys(finders)

/** All places in a tree of data that configure the client, in the order of the file. */
export function treePlaces(tree: DataTree, client: Client): ConfigPlace[] {
  return (finders[client.name]?.(tree, client) ?? []).toSorted((a, b) => a.from - b.from)
}

function pools(find: (tree: DataTree) => TreePool[]): PlaceFinder {
  return (tree) => find(tree).map((pool) => treePlace(tree, pool))
}
