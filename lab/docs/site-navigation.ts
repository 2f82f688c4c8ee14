import { type Html, html } from '../../reports/html/html.ts'
import { relativeLink } from './site-links.ts'

/** A page as the navigation and the search know it. */
export interface NavigationEntry {
  readonly path: string
  readonly source: string
  readonly title: string
}

export interface NavigationGroup {
  readonly title: string
  readonly entries: readonly NavigationEntry[]
}

/** Pages in the order in which they are best read; what is not named here follows by its title. */
const groups: ReadonlyArray<{
  readonly title: string
  readonly holds: (source: string) => boolean
  readonly first: readonly string[]
}> = [
  {
    title: 'Start',
    holds: (source) => /^(?:README|docs\/(?:getting-started|concepts|examples))\.md$/.test(source),
    first: ['README.md', 'docs/getting-started.md', 'docs/concepts.md', 'docs/examples.md'],
  },
  {
    title: 'Recipes',
    holds: (source) => source.startsWith('docs/recipes/'),
    first: ['docs/recipes/README.md'],
  },
  {
    title: 'Reference',
    holds: (source) => /^docs\/[^/]+\.md$/.test(source),
    first: ['docs/README.md', 'docs/commands.md', 'docs/scenarios.md', 'docs/scenario-reference.md'],
  },
  {
    title: 'Clients',
    holds: (source) => source.startsWith('docs/clients/'),
    first: ['docs/clients/README.md'],
  },
  {
    title: 'The project',
    holds: () => true,
    first: ['CHANGELOG.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'],
  },
]

/** Every page in the first group that holds it; groups without pages are left out. */
export function navigationGroups(entries: readonly NavigationEntry[]): NavigationGroup[] {
  const left = new Set(entries)
  return groups.flatMap(({ title, holds, first }) => {
    const own = [...left].filter(({ source }) => holds(source))
    for (const entry of own) left.delete(entry)
    const rank = ({ source }: NavigationEntry) =>
      first.includes(source) ? first.indexOf(source) : first.length
    const sorted = own.toSorted(
      (a, b) => rank(a) - rank(b) || (a.title.toLowerCase() < b.title.toLowerCase() ? -1 : 1),
    )
    return sorted.length === 0 ? [] : [{ title, entries: sorted }]
  })
}

/** @param own path of the page that the navigation stands on */
export function navigation(own: string, allGroups: readonly NavigationGroup[], api: string | null): Html {
  const link = ({ path, title }: NavigationEntry) =>
    html`<li><a href="${relativeLink(own, path)}" ${path === own ? CURRENT : null}>${title}</a></li>`
  const isOpen = ({ title, entries }: NavigationGroup) =>
    title !== 'Clients' || entries.some(({ path }) => path === own)
  return html`<nav aria-label="Pages">
    ${allGroups.map(
      (group) =>
        html`<details${isOpen(group) ? OPEN : null}><summary>${group.title}</summary><ul>${group.entries.map(link)}</ul></details>`,
    )}
    ${api === null ? null : html`<p><a href="${relativeLink(own, api)}">API of the modules</a></p>`}
  </nav>`
}

const CURRENT = html` aria-current="page"`
const OPEN = html` open`
