export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** The text directly in it. */
  readonly text: string
}

const CHARACTER = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u

/**
 * Reads the part of XML 1.0 that reports are written in: a declaration, elements, attributes in double quotes, text and
 * references, but no comments, sections or document types.
 *
 * @throws Error where a document is not well-formed
 */
export function parseXml(document: string): XmlElement {
  if (!CHARACTER.test(document)) throw new Error('a character that XML does not allow')
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
  if (!document.startsWith(declaration)) throw new Error('no declaration')
  const { element, rest } = parseElement(document.slice(declaration.length))
  if (rest.trim() !== '') throw new Error(`after the root: ${rest.slice(0, 20)}`)
  return element
}

function parseElement(text: string): { element: XmlElement; rest: string } {
  const tag = /^<([a-z-]+)((?:\s[A-Za-z]+="[^"<]*")*)(\/?)>/.exec(text)
  if (tag === null) throw new Error(`no element: ${text.slice(0, 40)}`)
  const [all, name = '', written = '', empty] = tag
  const attributes = parseAttributes(written)
  let rest = text.slice(all.length)
  if (empty === '/') return { element: { name, attributes, children: [], text: '' }, rest }
  const children: XmlElement[] = []
  let own = ''
  while (!rest.startsWith('</')) {
    const plain = /^[^<]+/.exec(rest)?.[0]
    if (plain !== undefined) {
      if (plain.includes(']]>')) throw new Error(']]> in text')
      own += unescape(plain)
      rest = rest.slice(plain.length)
      continue
    }
    const child = parseElement(rest)
    children.push(child.element)
    rest = child.rest
  }
  if (!rest.startsWith(`</${name}>`)) throw new Error(`${name} is not closed: ${rest.slice(0, 20)}`)
  return { element: { name, attributes, children, text: own }, rest: rest.slice(name.length + 3) }
}

function parseAttributes(written: string): Record<string, string> {
  const pairs = [...written.matchAll(/\s([A-Za-z]+)="([^"]*)"/g)].map(([, key = '', value = '']) => {
    if (/[\t\n\r]/.test(value)) throw new Error('a line break or tab in an attribute becomes a space')
    return [key, unescape(value)] as const
  })
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new Error('an attribute comes twice')
  return Object.fromEntries(pairs)
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescape(text: string): string {
  return text.replace(/&([^;]{1,10};)?/g, (_whole, reference?: string) => {
    const name = reference?.slice(0, -1) ?? ''
    const character = name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : ENTITIES[name]
    if (character === undefined || !CHARACTER.test(character)) throw new Error(`no reference: &${name}`)
    return character
  })
}
