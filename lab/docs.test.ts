import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { createProgram } from './command-line/program.ts'
import { HeadingAnchors } from './docs/heading-anchor.ts'
import { plainHeading } from './docs/render-markdown.ts'
import { calledCommands } from './docs/called-commands.fixture.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].concat(
  filesIn('docs').filter((path) => path.endsWith('.md')),
)
const textOf = new Map(pages.map((page) => [page, readFileSync(join(root, page), 'utf8')]))
const FLAG = /(?<![\w-])--?[a-zA-Z][\w-]*/g

/** What every command has, and the program itself. */
const everywhere = new Set(['--help', '-h', '--version', '-V'])

/** Long and short flags of each command, as its help has them. */
const flagsOf = new Map<string, ReadonlySet<string>>()

beforeAll(async () => {
  const commands = [...(await helpOf()).matchAll(/^ {2}([a-z]+) [[<]/gm)].filter(
    ([, name]) => name !== 'help',
  )
  for (const [, command = ''] of commands) {
    const lines = (await helpOf(command)).split('\n').filter((line) => /^ {2}-/.test(line))
    const flags = lines.flatMap((line) => line.trim().split(/ {2,}/)[0]?.match(FLAG) ?? [])
    flagsOf.set(command, new Set(flags))
  }
})

async function helpOf(...command: string[]): Promise<string> {
  let text = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk)
    return true
  })
  try {
    await createProgram(new AbortController().signal)([...command, '--help'])
  } finally {
    write.mockRestore()
  }
  return text
}

describe('links', () => {
  it.each(pages)('of %s lead somewhere', (page) => {
    const text = withoutCode(page)
    const links = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    )
    const broken = links.filter((link) => !/^https?:/.test(link) && !leadsSomewhere(page, link))
    expect(broken).toEqual([])
  })

  function leadsSomewhere(page: string, link: string): boolean {
    const [path = '', heading] = link.split('#')
    const to = path === '' ? page : join(dirname(page), path)
    if (!existsSync(join(root, to))) return false
    return heading === undefined || headingsOf(to).includes(heading)
  }

  /** As GitHub makes anchors of them. */
  function headingsOf(page: string): string[] {
    const anchors = new HeadingAnchors()
    return [...withoutCode(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      anchors.next(plainHeading(title)),
    )
  }
})

describe('files that are named', () => {
  const names = new Set(
    ['lab', 'workers', 'models', 'reports', 'scenarios', 'docs', '.']
      .flatMap(filesIn)
      .map((path) => path.split('/').at(-1)),
  )

  it.each(pages)('by their paths in %s are there', (page) => {
    const paths = [...(textOf.get(page) ?? '').matchAll(/`((?:lab|models|workers|reports|docs)\/[\w./-]+)`/g)]
    expect(paths.map((match) => match[1] ?? '').filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  it.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('without their paths in %s are there', (page) => {
    const named = [...withoutCode(page).matchAll(/`([a-z][a-z0-9.-]*\.ts)`/g)].map((match) => match[1] ?? '')
    expect(
      named.filter((name) => !names.has(name) && name !== 'x.test.ts' && name !== 'x.property.test.ts'),
    ).toEqual([])
  })
})

describe('flags', () => {
  it('are known of every command', () => {
    expect([...flagsOf.keys()]).toContain('nightly')
    expect(flagsOf.get('bench')).toContain('--rate')
  })

  it('of commands that are shown exist', () => {
    const wrong = pages.flatMap((page) =>
      calledCommands(page, textOf.get(page) ?? '', [...flagsOf.keys()]).flatMap(({ command, line, place }) =>
        (line.match(FLAG) ?? [])
          .filter((flag) => !everywhere.has(flag) && !(flagsOf.get(command) ?? new Set()).has(flag))
          .map((flag) => `${place}: ${command} ${flag}`),
      ),
    )
    expect(wrong).toEqual([])
  })

  it('in tables exist', () => {
    const tables = pages.flatMap(tablesOfFlags)
    const wrong = tables.flatMap(({ page, command, flags }) =>
      flags.filter((flag) => !flagsOf.get(command)?.has(flag)).map((flag) => `${page}: ${command} ${flag}`),
    )
    expect(tables.length).toBeGreaterThan(8)
    expect(wrong).toEqual([])
  })

  it('are all described somewhere', () => {
    const described = new Set([...textOf.values()].join('\n').match(FLAG) ?? [])
    const silent = [...flagsOf].flatMap(([command, flags]) =>
      [...flags]
        .filter((flag) => flag.startsWith('--') && flag !== '--help' && !described.has(flag))
        .map((flag) => `${command} ${flag}`),
    )
    expect(silent).toEqual([])
  })

  /** The first column of each table whose head names a command. */
  function tablesOfFlags(page: string): Array<{ page: string; command: string; flags: string[] }> {
    const rows = (textOf.get(page) ?? '').split('\n').map((line) => line.split(/(?<!\\)\|/)[1]?.trim())
    const found: Array<{ page: string; command: string; flags: string[] }> = []
    let command: string | null = null
    for (const cell of rows) {
      const named = /^`(\w+) ?[[<].*`$|^`(target)`$/.exec(cell ?? '')
      if (cell === undefined) command = null
      else if (named !== null && command === null) command = named[1] ?? named[2] ?? null
      else if (command !== null) found.push({ page, command, flags: cell.match(FLAG) ?? [] })
    }
    return found
  }
})

/** Paths from the root; of the root itself, only what lies in it. */
function filesIn(folder: string): string[] {
  const recursive = folder !== '.'
  return readdirSync(join(root, folder), { recursive, encoding: 'utf8' }).map((path) => join(folder, path))
}

function withoutCode(page: string): string {
  return (textOf.get(page) ?? readFileSync(join(root, page), 'utf8')).replaceAll(
    /^ *```[\s\S]*?^ *```$/gm,
    '',
  )
}
