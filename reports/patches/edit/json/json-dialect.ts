import type { ConfigDialect } from '../config-dialect.ts'
import { readJson } from '../syntax/json-document.ts'
import { treeClients, treePlaces } from './tree-pools.ts'

/** Envoy's, Caddy's and Traefik's configuration and Kubernetes' objects in JSON; comments are kept. */
export const jsonDialect: ConfigDialect = {
  title: 'JSON',
  clients: treeClients,
  reads: (fileName) => /\.jsonc?$/i.test(fileName),
  findPlaces: ({ text }, client) => treePlaces(readJson(text), client),
}
