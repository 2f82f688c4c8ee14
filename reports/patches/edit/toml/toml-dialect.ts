import type { ConfigDialect } from '../config-dialect.ts'
import { treePlaces } from '../json/tree-pools.ts'
import { readToml } from '../syntax/toml-document.ts'

/** Traefik's static and dynamic configuration in TOML. */
export const tomlDialect: ConfigDialect = {
  title: 'TOML',
  clients: ['traefik'],
  reads: (fileName) => /\.toml$/i.test(fileName),
  findPlaces: ({ text }, client) => treePlaces(readToml(text), client),
}
