import { clients } from '../../models/clients/catalogue.ts'
import { clientComparison } from './client-comparison.ts'
import { clientPage } from './client-page.ts'
import { formatMarkdown } from './format-markdown.ts'

/** The folder of the pages, from the root of the project. */
export const CLIENT_PAGES_FOLDER = 'docs/clients'

/** Every page of `docs/clients/` by its name in there. */
export async function clientPages(): Promise<ReadonlyMap<string, string>> {
  const pages = new Map([['README.md', await formatMarkdown(clientComparison(clients))]])
  for (const client of clients) pages.set(`${client.name}.md`, await formatMarkdown(clientPage(client)))
  return pages
}
