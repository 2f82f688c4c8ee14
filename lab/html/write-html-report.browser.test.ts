import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runWith, wholeRun } from '../../reports/html/finished-run.fixture.ts'
import { chromiumPath, FilesInBrowser, type OpenedPage } from './report-in-browser.fixture.ts'
import { htmlReport } from './write-html-report.ts'

const PAYLOAD = '<img src=x onerror=alert(1)>'

describe.runIf(chromiumPath !== null)('the report in a browser', () => {
  let files: FilesInBrowser
  let text = ''

  beforeAll(async () => {
    files = await FilesInBrowser.start(chromiumPath ?? '')
    text = await htmlReport(wholeRun)
  }, 60_000)

  afterAll(() => files.stop())

  it('is one file of less than 1.3 MB, the same for the same run', async () => {
    expect(Buffer.byteLength(text)).toBeLessThan(1_300_000)
    expect((await htmlReport(wholeRun)) === text).toBe(true)
  })

  it('opens without an error and without a request', async () => {
    const { page, context, complaints } = await files.open('whole', text)
    expect(await page.locator('.live:visible svg').count()).toBe(6)
    expect(await page.locator('.drawn:visible').count()).toBe(0)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('tells figures under the pointer', async () => {
    const { page, context, complaints } = await files.open('pointer', text)
    const box = await page.locator('#latency .live').boundingBox()
    await page.locator('#latency .live').scrollIntoViewIfNeeded()
    await page.locator('#latency .live').hover({ position: { x: (box?.width ?? 0) / 2, y: 200 } })
    await expect.poll(() => page.locator('#latency .tip').allTextContents()).toHaveLength(1)
    expect(await page.locator('#latency .tip').textContent()).toMatch(/before, measured\d+ ms/)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('takes a series out when its name is clicked', async () => {
    const { page, context } = await files.open('legend', text)
    const curves = () =>
      page.locator('#latency .live path[stroke="var(--before)"][stroke-width="2.5"]').count()
    const shown = await curves()
    await page.locator('#latency .live text', { hasText: 'before, measured' }).click()
    await expect.poll(curves).toBeLessThan(shown)
    await context.close()
  })

  it('copies a patch, byte for byte', async () => {
    const { page, context } = await files.open('copy', text)
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await copyFirst(page)
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(await firstPatch(page))
    expect(await firstPatch(page)).toContain('transport.MaxIdleConnsPerHost = 13\n')
    await context.close()
  })

  it('copies without a clipboard too', async () => {
    const { page, context } = await files.open('selection', text)
    await page.evaluate(`
      Object.defineProperty(navigator, 'clipboard', { value: undefined })
      document.addEventListener('copy', () => { document.title = document.activeElement.value })
    `)
    await copyFirst(page)
    // A title has its white space run together.
    expect(await page.title()).toBe((await firstPatch(page)).replace(/\s+/g, ' ').trim())
    await context.close()
  })

  it('keeps as text whatever a scenario or a target says', async () => {
    const hostile = runWith({
      name: PAYLOAD,
      environment: PAYLOAD,
      command: PAYLOAD,
      missing: [PAYLOAD],
      thresholds: wholeRun.report.thresholds.map((result) => ({
        ...result,
        threshold: { ...result.threshold, request: PAYLOAD, expression: PAYLOAD },
      })),
      misses: { windows: [], reasons: [PAYLOAD] },
    })
    const { page, context, complaints } = await files.open('hostile', await htmlReport(hostile))
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.locator('.over').textContent()).toContain(PAYLOAD)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('can be read without JavaScript', async () => {
    const { page, context } = await files.open('still', text, { javaScriptEnabled: false })
    expect(await page.locator('.drawn:visible svg').count()).toBe(6)
    expect(await page.locator('pre:visible').first().textContent()).toContain('MaxIdleConnsPerHost = 13')
    expect(await page.locator('button:visible').count()).toBe(0)
    await context.close()
  })

  it("is dark or light as the reader's system, and as the switch has it", async () => {
    for (const colorScheme of ['dark', 'light'] as const) {
      const { page, context } = await files.open(colorScheme, text, { colorScheme })
      expect(await background(page)).toBe(colours[colorScheme])
      await page.locator('#theme-switch').click()
      expect(await background(page)).toBe(colours[colorScheme === 'dark' ? 'light' : 'dark'])
      await context.close()
    }
  })

  it.each([true, false])('fits a phone of 360 px; JavaScript: %s', async (javaScriptEnabled) => {
    const viewport = { width: 360, height: 740 }
    const { page, context } = await files.open(`phone-${javaScriptEnabled}`, text, {
      viewport,
      javaScriptEnabled,
    })
    const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')
    expect(widths).toEqual([360, 360])
    await context.close()
  })

  it('prints in light, with the charts that were drawn and without buttons', async () => {
    const { page, context } = await files.open('paper', text, { colorScheme: 'dark' })
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.drawn:visible svg').count()).toBe(6)
    expect(await page.locator('button:visible').count()).toBe(0)
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(22, 25, 31)')
    await context.close()
  })
})

const colours = { dark: 'rgb(15, 18, 23)', light: 'rgb(246, 247, 249)' } as const

type Opened = OpenedPage['page']

function background(page: Opened): Promise<string> {
  return page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
}

async function copyFirst(page: Opened): Promise<void> {
  const button = page.locator('.copy').first()
  await button.click()
  await expect.poll(() => button.textContent()).toBe('Copied')
}

async function firstPatch(page: Opened): Promise<string> {
  return (await page.locator('pre code').first().textContent()) ?? ''
}
