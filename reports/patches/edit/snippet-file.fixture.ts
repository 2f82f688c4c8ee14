import type { Client, ConfigPatch } from '../../../models/clients/client.ts'
import type { PoolSettings } from '../../../models/pool/settings.ts'
import type { ConfigFile } from './config-dialect.ts'

/** The snippet of a client as a file of its own: some are statements, or members of an object. */
export function snippetFile(client: Client, settings: PoolSettings): ConfigFile {
  const patch = client.patch(settings)
  return { name: patch.fileName, text: asFile(client, patch) }
}

function asFile({ name }: Client, { language, text }: ConfigPatch): string {
  if (language === 'go') return inFunction(text)
  return name === 'envoy' ? `name: backend\n${text}` : text
}

const goPackages = [
  'math',
  'net/http',
  'time',
  'github.com/valyala/fasthttp',
  'github.com/cloudwego/hertz/pkg/app/client',
]

function inFunction(statements: string): string {
  const imports = goPackages.map((path) => `\t"${path}"`)
  const lines = statements.trimEnd().split('\n')
  const code = lines.map((line) => (line === '' ? '' : `\t${line}`))
  return ['package p', '', 'import (', ...imports, ')', '', 'func f() {', ...code, '}', ''].join('\n')
}
