import type { NginxDirective } from '../syntax/nginx-directives.ts'
import { textPosition } from '../text-position.ts'
import { everyDirective, type NginxUpstream } from './nginx-upstream.ts'

/** What the locations that pass requests to an upstream need so that its connections are kept; one sentence each. */
export function proxyNotes(upstream: NginxUpstream): string[] {
  const passes = everyDirective(upstream.top).filter((directive) => passesTo(directive, upstream.name))
  if (passes.length === 0) {
    return [
      `No proxy_pass to ${upstream.name} is in this file: up to nginx 1.29.6, those elsewhere need proxy_http_version 1.1 and proxy_set_header Connection "".`,
    ]
  }
  return passes.flatMap((pass) => passNotes(upstream, pass))
}

function passesTo({ words }: NginxDirective, name: string): boolean {
  if (words[0].value !== 'proxy_pass') return false
  const host = /^https?:\/\/([^/:?]+)/i.exec(words[1]?.value ?? '')?.[1]
  return host?.toLowerCase() === name.toLowerCase()
}

function passNotes({ file, top }: NginxUpstream, pass: NginxDirective): string[] {
  const lineOf = (directive: NginxDirective) => textPosition(file.text, directive.from).line
  const version = nearest(top, pass, 'proxy_http_version').at(-1)
  const connection = nearest(top, pass, 'proxy_set_header').findLast(
    ({ words }) => words[1]?.value.toLowerCase() === 'connection',
  )
  const missing = [
    ...(version === undefined ? ['proxy_http_version 1.1'] : []),
    ...(connection === undefined ? ['proxy_set_header Connection ""'] : []),
  ]
  const notes: string[] = []
  if (missing.length > 0) {
    notes.push(
      `The proxy_pass on line ${lineOf(pass)} lacks ${missing.join(' and ')}, which nginx up to 1.29.6 needs to keep connections.`,
    )
  }
  if (version !== undefined && version.words[1]?.value === '1.0') {
    notes.push(`proxy_http_version 1.0 on line ${lineOf(version)} keeps no connection: 1.1 is needed.`)
  }
  const header = connection?.words[2]?.value ?? ''
  if (connection !== undefined && header !== '') {
    notes.push(
      `proxy_set_header Connection on line ${lineOf(connection)} sends ${header}: connections are kept only where that is empty.`,
    )
  }
  return notes
}

/** Those in force at a directive: nginx inherits them from outside only where its own level has none. */
function nearest(top: readonly NginxDirective[], at: NginxDirective, name: string): NginxDirective[] {
  const siblings = at.parent?.block?.directives ?? top
  const found = siblings.filter(({ words }) => words[0].value === name)
  return found.length > 0 || at.parent === null ? found : nearest(top, at.parent, name)
}
