import type { ParameterValue } from './request-spec.ts'

/** Text with `{name}` placeholders. */
export interface Template {
  /** The names it mentions, each once. */
  readonly names: readonly string[]
  readonly render: (valueOf: (name: string) => ParameterValue) => string
}

const PLACEHOLDER = /\{([A-Za-z_][A-Za-z0-9_]*)\}/g

/**
 * A name is a letter or underscore followed by letters, digits and underscores; braces around anything else
 * stay as they are.
 *
 * @param encode makes a value safe for the place it is put in
 */
export function parseTemplate(text: string, encode: (value: string) => string): Template {
  const literals: string[] = []
  const placeholders: string[] = []
  let end = 0
  for (const match of text.matchAll(PLACEHOLDER)) {
    literals.push(text.slice(end, match.index))
    placeholders.push(match[1] ?? '')
    end = match.index + match[0].length
  }
  const tail = text.slice(end)
  const render = (valueOf: (name: string) => ParameterValue): string => {
    let rendered = ''
    for (let i = 0; i < placeholders.length; i++) {
      rendered += (literals[i] ?? '') + encodeValue(valueOf(placeholders[i] ?? ''), encode)
    }
    return rendered + tail
  }
  return { names: [...new Set(placeholders)], render }
}

function encodeValue(value: ParameterValue, encode: (value: string) => string): string {
  return typeof value === 'number' ? String(value) : encode(value)
}
