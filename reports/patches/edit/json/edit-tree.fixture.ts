import { clients } from '../../../../models/clients/catalogue.ts'
import type { Client } from '../../../../models/clients/client.ts'
import type { WantedSettings } from '../config-dialect.ts'
import { type ConfigEdit, editConfig } from '../edit-config.ts'
import { propertiesDialect } from '../properties/properties-dialect.ts'
import { tomlDialect } from '../toml/toml-dialect.ts'
import { yamlDialect } from '../yaml/yaml-dialect.ts'
import { jsonDialect } from './json-dialect.ts'

export const treeDialects = [yamlDialect, jsonDialect, tomlDialect, propertiesDialect]

export const wantedSample: WantedSettings = {
  idleTimeoutMs: 55_000,
  maxIdlePerHost: 64,
  maxConnsPerHost: 128,
}
export const noReuse: WantedSettings = { ...wantedSample, maxIdlePerHost: 0 }
export const unlimited: WantedSettings = {
  idleTimeoutMs: Infinity,
  maxIdlePerHost: Infinity,
  maxConnsPerHost: Infinity,
}

export function clientNamed(name: string): Client {
  const client = clients.find((each) => each.name === name)
  if (client === undefined) throw new RangeError(`there is no client ${name}`)
  return client
}

interface EditOptions {
  readonly wanted?: WantedSettings
  readonly line?: number
}

export function edit(name: string, client: string, text: string, options: EditOptions = {}): ConfigEdit {
  return editConfig({
    file: { name, text },
    client: clientNamed(client),
    wanted: options.wanted ?? wantedSample,
    dialects: treeDialects,
    line: options.line ?? null,
  })
}

/** The text after the edit; the reason where there is none. */
export function edited(name: string, client: string, text: string, options: EditOptions = {}): string {
  const result = edit(name, client, text, options)
  if (result.kind === 'edited') return result.text
  return result.kind === 'refused' ? `refused: ${result.message}` : 'unchanged'
}

/** What was taken away and what was added, line by line, as `- ` and `+ `: lines at the start and end that are the same are left out. */
export function changedLines(before: string, after: string): string[] {
  const old = before.split('\n')
  const next = after.split('\n')
  while (old.length > 0 && next.length > 0 && old[0] === next[0]) {
    old.shift()
    next.shift()
  }
  while (old.length > 0 && next.length > 0 && old.at(-1) === next.at(-1)) {
    old.pop()
    next.pop()
  }
  return [...old.map((line) => `- ${line}`), ...next.map((line) => `+ ${line}`)]
}
