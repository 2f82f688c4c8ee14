import type { Client } from '../../models/clients/client.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import { wrapText } from './wrap-text.ts'

/** The recommended settings in the dialect of one client, ready to be shown or written to a file. */
export interface RenderedPatch {
  /** The client's name in kneepoint, e.g. `go-net-http`. */
  readonly client: string
  /** The name people know it by, e.g. `Go net/http`. */
  readonly title: string
  readonly fileName: string
  readonly language: string
  /** The snippet, ending with a newline. */
  readonly text: string
  /** One sentence each. */
  readonly notes: readonly string[]
}

/** One patch per client, in the order of the clients. */
export function renderPatches(settings: PoolSettings, clients: readonly Client[]): RenderedPatch[] {
  return clients.map((client) => {
    const { fileName, language, text, notes } = client.patch(settings)
    return { client: client.name, title: client.title, fileName, language, text, notes }
  })
}

const COLUMNS = 80

/**
 * The patches for a terminal of 80 columns: a title line, the snippet indented by two spaces, the notes as a
 * list; an empty line between patches. Snippet lines are never broken, so that they can be copied.
 */
export function patchText(patches: readonly RenderedPatch[]): string {
  return patches.map(onePatch).join('\n')
}

function onePatch({ title, fileName, text, notes }: RenderedPatch): string {
  const lines = [`${title} (${fileName})`, ...snippetLines(text)]
  for (const note of notes) lines.push(...wrapText(`- ${note}`, COLUMNS, '  '))
  return `${lines.join('\n')}\n`
}

function snippetLines(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
}
