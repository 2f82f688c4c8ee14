import { oneLine } from './one-line.ts'

/**
 * Text within a line of GitHub-flavoured Markdown, or in a cell of a table, that shows as it is: nothing in it is markup,
 * HTML, a link or a mention. The backslash escapes are those of CommonMark 0.31 (section 2.4); `&`, `<` and `>` are
 * written as entities; an empty comment keeps `@name` from being a mention, and an escaped colon or dot keeps an address
 * from being a link.
 */
export function markdownText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]|~$#]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/:(?=\/\/)/g, String.raw`\:`)
    .replace(/(www)\./gi, String.raw`$1\.`)
    .replaceAll('@', '@<!-- -->')
}

/** The same for text at the beginning of a line, or of an item of a list. */
export function markdownParagraph(text: string): string {
  return markdownText(text.trimStart()).replace(/^([-+=:]|\d+(?=[.)]))/, escapeMarker)
}

/** For HTML in Markdown, such as a summary. */
export function htmlText(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('@', '@<!-- -->')
}

/** Lines of code that Markdown shows as they are: the fence is longer than any run of backticks in them. */
export function codeBlock(code: string, language: string): string {
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(Math.max(3, longest + 1))
  return `${fence}${language.replace(/[^\w+#-]/g, '')}\n${code.replace(/\r\n?/g, '\n').trimEnd()}\n${fence}`
}

/** These would begin a list, a heading or a command; a digit cannot be escaped, but written as an entity. */
function escapeMarker(marker: string): string {
  return /^\d/.test(marker) ? `&#${marker.charCodeAt(0)};${marker.slice(1)}` : `\\${marker}`
}
