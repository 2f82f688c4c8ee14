/** Markup that may stand in a page as it is. Made by `html` and `trusted` alone, so that nothing gets in unescaped. */
export class Html {
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
  }

  toString(): string {
    return this.markup
  }
}

/** What may stand in a template: text is escaped, `Html` is not, lists are joined, `null` and `false` are nothing. */
export type Part = string | number | Html | null | false | readonly Part[]

/**
 * A piece of a page. What is put in between is escaped for text and for quoted attributes, unless it is `Html`:
 * attribute values must therefore be quoted in the template.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    strings.reduce(
      (markup, text, i) => `${markup}${text}${i < parts.length ? render(parts[i] ?? null) : ''}`,
      '',
    ),
  )
}

/** Markup from a source that escapes by itself, such as an SVG that was drawn here. Never text of a user or a target. */
export function trusted(markup: string): Html {
  return new Html(markup)
}

export function escapeText(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => entities[character] ?? character)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

function render(part: Part): string {
  if (part === null || part === false) return ''
  if (part instanceof Html) return part.markup
  return typeof part === 'object' ? part.map(render).join('') : escapeText(String(part))
}
