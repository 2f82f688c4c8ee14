import type { ConfigDialect } from '../config-dialect.ts'
import { treeClients, treePlaces } from '../json/tree-pools.ts'
import { readYaml } from '../syntax/yaml-document.ts'

/** Envoy's and Traefik's configuration, Kubernetes' objects and Compose files in YAML. */
export const yamlDialect: ConfigDialect = {
  title: 'YAML',
  clients: treeClients.filter((name) => name !== 'caddy'),
  reads: (fileName) => /\.ya?ml$/i.test(fileName),
  findPlaces: ({ text }, client) => treePlaces(readYaml(text), client),
}
