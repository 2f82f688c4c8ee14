import { readFileSync } from 'node:fs'
import { format, type Options } from 'prettier'

const options = JSON.parse(
  readFileSync(new URL('../../.prettierrc.json', import.meta.url), 'utf8'),
) as Options

/** Markdown as the project's other pages are formatted. */
export function formatMarkdown(text: string): Promise<string> {
  return format(text, { ...options, parser: 'markdown' })
}
