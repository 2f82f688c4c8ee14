/** The first sentence of a page's text, without links: headings, code, tables, lists and markup before it are passed over. */
export function firstSentence(markdown: string): string {
  const text = markdown.replaceAll(/^ *```[^]*?^ *```$/gm, '').replaceAll(/<!--[^]*?-->/g, '')
  const paragraph =
    text
      .split(/\n\s*\n/)
      .map((part) => part.trim())
      .find((part) => part !== '' && !/^(?:[#|<>!-]|\d+\. )/.test(part)) ?? ''
  const line = paragraph.replaceAll(/\s+/g, ' ').replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
  return /^.*?[.:](?=\s+[\p{Lu}`]|$)/u.exec(line)?.[0].replace(/:$/, '.') ?? line
}
