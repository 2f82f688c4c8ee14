import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { clients, findClient } from '../../models/clients/catalogue.ts'
import { configDialects } from '../../reports/patches/edit/dialects.ts'
import { readSettings } from '../simulate/read-settings.ts'
import { assignments, clientPage } from './client-page.ts'
import { CLIENT_PAGES_FOLDER, clientPages } from './client-pages.ts'
import { editableFiles } from './editable-files.ts'
import { plainMarkdown } from './plain-markdown.ts'
import { settableTypical, TYPICAL } from './typical-settings.ts'

const folder = fileURLToPath(new URL(`../../${CLIENT_PAGES_FOLDER}/`, import.meta.url))

describe('docs/clients/', () => {
  it('is what lab/docs/write-client-pages.ts writes', async () => {
    const pages = await clientPages()
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort())
    for (const [name, text] of pages) {
      expect(
        readFileSync(folder + name, 'utf8'),
        `${name}: run node --import tsx lab/docs/write-client-pages.ts`,
      ).toBe(text)
    }
  })

  it('compares every client, and leads to its page', () => {
    const table = readFileSync(`${folder}README.md`, 'utf8')
    for (const { name, title } of clients) {
      expect(table.split(`[${title}](${name}.md)`)).toHaveLength(4)
      expect(existsSync(`${folder}${name}.md`)).toBe(true)
    }
  })
})

describe('a page', () => {
  it.each(clients.map(({ name }) => name))('of %s has its settings, traps, patch and notes', (name) => {
    const client = findClient(name)
    const page = clientPage(client)
    for (const native of Object.values(client.native)) expect(page).toContain(`\`${native.name}\``)
    for (const trap of client.traps) expect(page).toContain(`- ${plainMarkdown(trap)}`)
    const patch = client.patch({ ...client.defaults, ...TYPICAL })
    expect(page).toContain(`\`\`\`${patch.language}\n${patch.text}\`\`\``)
    for (const note of patch.notes) expect(page).toContain(`- ${plainMarkdown(note)}`)
    expect(page).not.toMatch(/undefined|NaN/)
  })

  it.each(clients.map(({ name }) => name))(
    'of %s shows settings that --set takes for what they are',
    (name) => {
      const client = findClient(name)
      const names = settableTypical(client)
      expect(names.length).toBeGreaterThan(0)
      const written = assignments(client)?.replaceAll("'", '') ?? ''
      const { settings, notes } = readSettings([written], client, client.defaults)
      expect(settings).toEqual({
        ...client.defaults,
        ...Object.fromEntries(names.map((each) => [each, TYPICAL[each as keyof typeof TYPICAL]])),
      })
      expect(notes.filter((note) => /has no setting/.test(note))).toEqual([])
    },
  )

  it('leaves out what is said of limits that the client does not have', () => {
    expect(clientPage(findClient('undici'))).not.toContain('**When the idle cap is reached.**')
    expect(clientPage(findClient('okhttp'))).toContain('No request waits for a connection')
    expect(clientPage(findClient('hertz'))).toContain(
      'a request beyond a connection cap, where one is set, fails at once',
    )
    expect(clientPage(findClient('reactor-netty'))).toContain(
      'a request beyond its 500 connections waits up to 45 s for a connection; up to 1000 may wait, and one more fails at once',
    )
  })
})

describe('files that can be edited', () => {
  it('are named as the dialect knows them', () => {
    for (const dialect of configDialects) {
      for (const client of dialect.clients) {
        const file = editableFiles(client).find(({ title }) => title === dialect.title)
        expect(file).toBeDefined()
        for (const name of file?.names ?? []) expect(dialect.reads(name.replace('*', 'x'))).toBe(true)
      }
    }
    expect(editableFiles('go-net-http')).toEqual([{ title: 'Go source', names: ['*.go'] }])
    expect(editableFiles('nginx-upstream')).toEqual([{ title: 'nginx configuration', names: [] }])
    expect(editableFiles('traefik').map(({ title }) => title)).toEqual(['YAML', 'JSON', 'TOML'])
  })
})

describe('plain text in Markdown', () => {
  it('is never a mark or an element', () => {
    expect(plainMarkdown('a <run> of `x` and *y* [z] \\')).toBe(
      String.raw`a \<run\> of \`x\` and \*y\* \[z\] \\`,
    )
    expect(plainMarkdown('max_idle of golang/go#1 and _x_')).toBe(
      String.raw`max_idle of golang/go#1 and \_x\_`,
    )
  })
})
