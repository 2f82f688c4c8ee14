import type { WantedSettings } from '../config-dialect.ts'
import { textPosition } from '../text-position.ts'
import { type NginxUpstream, serversOf } from './nginx-upstream.ts'
import { proxyNotes } from './proxy-notes.ts'
import { wantsReuse } from '../wants-reuse.ts'

/** What the block cannot say, or what to mind; one sentence each. */
export function upstreamNotes(upstream: NginxUpstream, wanted: WantedSettings): string[] {
  return [
    ...includeNotes(upstream),
    ...(wantsReuse(wanted) ? reuseNotes(upstream, wanted) : []),
    ...limitNotes(upstream, wanted),
  ]
}

function includeNotes({ inner }: NginxUpstream): string[] {
  return inner
    .filter(({ words }) => words[0].value === 'include')
    .map(
      ({ words }) =>
        `${words[1]?.value ?? ''}, which this upstream includes, was not read: see that it does not set the same.`,
    )
}

function reuseNotes(upstream: NginxUpstream, { maxIdlePerHost, idleTimeoutMs }: WantedSettings): string[] {
  const servers = serversOf(upstream).length
  const notes = [
    'keepalive counts per worker process: expect worker_processes times as many idle connections in all.',
  ]
  if (servers > 1) {
    notes.push(
      `keepalive counts over all ${servers} servers of the upstream: multiply it by as many where it was measured against one of them.`,
    )
  }
  if (maxIdlePerHost === Infinity) {
    notes.push(
      'keepalive has no word for unlimited: 1024 is worker_connections as shipped; raise both together.',
    )
  }
  if (idleTimeoutMs === Infinity) {
    notes.push('nginx times have no word for never: 24 days (2073600s) stand for it.')
  }
  return [...notes, ...orderNotes(upstream), ...proxyNotes(upstream)]
}

const balancingMethods = new Set(['least_conn', 'ip_hash', 'hash', 'random', 'least_time', 'fair'])

function orderNotes({ file, inner }: NginxUpstream): string[] {
  const keepalive = inner.findIndex(({ words }) => words[0].value === 'keepalive')
  const method = inner.findLast(({ words }) => balancingMethods.has(words[0].value))
  if (keepalive < 0 || method === undefined || inner.indexOf(method) < keepalive) return []
  const { line } = textPosition(file.text, method.from)
  return [
    `${method.words[0].value} on line ${line} comes after keepalive and takes its effect away: move it before keepalive.`,
  ]
}

function limitNotes(upstream: NginxUpstream, { maxConnsPerHost }: WantedSettings): string[] {
  if (maxConnsPerHost === Infinity) return []
  if (serversOf(upstream).length === 0) {
    return ['The servers of this upstream are written elsewhere: max_conns belongs to them.']
  }
  const hasZone = upstream.inner.some(({ words }) => words[0].value === 'zone')
  return [
    hasZone
      ? 'max_conns counts active connections, not idle ones, over all worker processes, since the upstream has a zone.'
      : 'max_conns counts active connections, not idle ones, and in each worker process by itself, since the upstream has no zone.',
    'Requests beyond max_conns are not queued: they go to the next server or fail with 502 at once.',
  ]
}
