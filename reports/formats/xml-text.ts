/**
 * All but the characters that XML 1.0 (fifth edition, section 2.2) allows. They cannot be written as references either.
 */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** As the value of an attribute, in double quotes: line breaks and tabs are kept, what XML forbids is �. */
export function xmlAttribute(value: string): string {
  return allowed(value).replace(/[&<>"'\t\n\r]/g, entityOf)
}

/** As the text of an element: line breaks are kept, what XML forbids is �. */
export function xmlText(value: string): string {
  return allowed(value).replace(/[&<>\r]/g, entityOf)
}

/** An element of its own lines. @param content lines that were escaped already; none for an empty element */
export function xmlElement(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: readonly string[] = [],
): string[] {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlAttribute(String(value))}"`)
  const opening = `<${name}${written.join('')}`
  return content.length === 0 ? [`${opening}/>`] : [`${opening}>`, ...content, `</${name}>`]
}

function allowed(value: string): string {
  return value.replace(FORBIDDEN, '\ufffd')
}

function entityOf(character: string): string {
  return ENTITIES[character] ?? character
}
