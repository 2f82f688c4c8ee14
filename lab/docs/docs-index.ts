import { posix } from 'node:path'
import { firstSentence } from './first-sentence.ts'
import { formatMarkdown } from './format-markdown.ts'
import { renderMarkdown } from './render-markdown.ts'
import type { ProjectFiles } from './site-files.ts'
import { navigationGroups } from './site-navigation.ts'
import { sitePath } from './site-page.ts'

/** Where the index lies, from the root of the project. */
export const DOCS_INDEX = 'docs/README.md'

/** `docs/README.md`: every page of `docs/` with its first sentence, in the order of the site; of a folder with an index, that. */
export async function docsIndex(project: ProjectFiles): Promise<string> {
  const folders = project.pages
    .filter((page) => /^docs\/.+\/README\.md$/.test(page))
    .map((page) => posix.dirname(page))
  const pages = project.pages.filter(
    (page) =>
      page.startsWith('docs/') &&
      page !== DOCS_INDEX &&
      (page.endsWith('/README.md') || !folders.includes(posix.dirname(page))),
  )
  const entries = pages.map((source) => ({
    source,
    path: sitePath(source),
    title: titleOf(project.read(source)),
  }))
  const begun = entries.filter(({ title }) => title !== '')
  const sections = navigationGroups(begun).map(({ title, entries: own }) => {
    const lines = own.map(
      (entry) =>
        `- [${entry.title}](${posix.relative('docs', entry.source)}): ${firstSentence(project.read(entry.source))}`,
    )
    return `## ${title}\n\n${lines.join('\n')}`
  })
  return formatMarkdown(['# Documentation', INTRODUCTION, ...sections].join('\n\n'))
}

const INTRODUCTION =
  'The [README](../README.md) says what kneepoint is. `npm run docs` builds these pages as a site that opens from disk, in `.cache/site/`.'

function titleOf(markdown: string): string {
  return renderMarkdown(markdown, (target) => target).title
}
