import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'

/** Where Linux distributions have Chromium; `null` where there is none. */
export const chromiumPath =
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  ) ?? null

/** A page that was opened, and all that happened on it which should not have. */
export interface OpenedPage {
  readonly page: Page
  readonly context: BrowserContext
  /** Errors of the page, what it wrote to the console, and requests beyond its own file. */
  readonly complaints: readonly string[]
}

/** Files that are opened in a browser, as somebody would who was sent them. */
export class FilesInBrowser {
  readonly #browser: Browser
  readonly #folder: string

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser
    this.#folder = folder
  }

  static async start(executablePath: string): Promise<FilesInBrowser> {
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    return new FilesInBrowser(browser, await mkdtemp(join(tmpdir(), 'kneepoint-page-')))
  }

  async open(name: string, text: string, options: BrowserContextOptions = {}): Promise<OpenedPage> {
    const file = join(this.#folder, `${name}.html`)
    await writeFile(file, text)
    const url = pathToFileURL(file).href
    const context = await this.#browser.newContext(options)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(`console: ${message.text()}`))
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('request', (request) => {
      if (request.url() !== url && !request.url().startsWith('data:'))
        complaints.push(`request: ${request.url()}`)
    })
    await page.goto(url)
    return { page, context, complaints }
  }

  async stop(): Promise<void> {
    await this.#browser.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
