import { haproxy } from '../../../../models/clients/haproxy.ts'
import type { WantedSettings } from '../config-dialect.ts'
import { lackingNotes } from '../json/wanted-notes.ts'
import { textPosition } from '../text-position.ts'
import { connectionMode, type HaproxyProxy } from './haproxy-proxy.ts'
import { lineInForce } from './haproxy-sections.ts'
import { wantsReuse } from '../wants-reuse.ts'

/** What the lines of a proxy cannot say, or what to mind; one sentence each. */
export function proxyNotes(proxy: HaproxyProxy, wanted: WantedSettings): string[] {
  return [
    ...modeNotes(proxy),
    ...(wantsReuse(wanted) ? reuseNotes(proxy) : []),
    ...queueNotes(proxy, wanted),
    ...lackingNotes(haproxy, wanted),
  ]
}

function modeNotes({ section }: HaproxyProxy): string[] {
  return lineInForce(section, 'mode') === undefined
    ? ['No mode is set here or in defaults: HAProxy then forwards TCP and has no pool; mode http is needed.']
    : []
}

function reuseNotes(proxy: HaproxyProxy): string[] {
  const strategy = lineInForce(proxy.section, 'http-reuse')?.words[1]?.value ?? 'safe'
  const notes = closingFrontends(proxy)
  if (strategy === 'safe' || strategy === 'never') {
    notes.push(
      'http-reuse safe sends the first request of each client session on a connection of its own; http-reuse always lets it reuse one as well, with retry-on conn-failure empty-response.',
    )
  }
  return notes
}

/** The stronger one of the two sides decides. */
function closingFrontends({ file, sections }: HaproxyProxy): string[] {
  return sections.flatMap((section) => {
    const decided = section.kind === 'frontend' ? connectionMode(section) : null
    if (decided === null || decided.mode === 'http-keep-alive') return []
    const { line } = textPosition(file.text, decided.line.from)
    return [
      `option ${decided.mode} on line ${line} is in force for frontend ${section.name}: requests from there reuse no connection.`,
    ]
  })
}

function queueNotes({ section }: HaproxyProxy, { maxConnsPerHost }: WantedSettings): string[] {
  if (maxConnsPerHost === Infinity) return []
  const isLimited = lineInForce(section, 'timeout', 'queue') !== undefined
  return [
    'maxconn counts requests under way, not connections: idle ones come on top.',
    ...(isLimited
      ? []
      : ['Requests beyond maxconn wait as long as timeout connect says, since timeout queue is not set.']),
  ]
}
