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

  it('zooms with Ctrl and the wheel, and shows all again after a double click', async () => {
    const { page, context } = await files.open('zoom', text)
    const chart = page.locator('#latency .live')
    const labels = () => chart.locator('text').allTextContents()
    await chart.scrollIntoViewIfNeeded()
    await chart.hover({ position: { x: 600, y: 200 } })
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -600)
    await page.keyboard.up('Control')
    await expect.poll(labels).not.toContain('0 %')
    await chart.dblclick({ position: { x: 600, y: 200 } })
    await expect.poll(labels).toContain('0 %')
    expect(await page.locator('.hint').count()).toBe(3)
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

  it('runs no script but its own, wherever another stands', async () => {
    const foreign =
      '<script>document.title = "foreign"</script><img src="data:," onerror="document.title = 1">'
    const { page, context, complaints } = await files.open(
      'foreign',
      text.replace('<main>', `<main>${foreign}`),
    )
    await expect
      .poll(() => complaints.filter((each) => each.includes('Content Security Policy')))
      .toHaveLength(2)
    expect(await page.title()).toMatch(/^seven-day: /)
    expect(await page.locator('.live:visible svg').count()).toBe(6)
    await context.close()
  })

  it('keeps its width and the order of its words, whatever a name is', async () => {
    const name = `\u202e${'x'.repeat(10_000)}\0\u2028]]>`
    const hostile = runWith({ name, environment: name, command: name, missing: [name], scenarioHash: name })
    const { page, context, complaints } = await files.open('long', await htmlReport(hostile), {
      viewport: { width: 360, height: 740 },
    })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    const direction = await page.evaluate(
      "getComputedStyle(document.querySelector('.over span')).unicodeBidi",
    )
    expect(direction).toBe('isolate')
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
    // Sentences stand below what they are about, and not in a narrow column far to the right.
    const [words] = await page.locator('.stacks .prose').all()
    expect((await words?.boundingBox())?.x).toBeLessThan(60)
    await context.close()
  })

  it('prints in light, with the charts that were drawn and without buttons', async () => {
    const { page, context } = await files.open('paper', text, { colorScheme: 'dark' })
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.drawn:visible svg').count()).toBe(6)
    expect(await page.locator('button:visible').count()).toBe(0)
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(22, 25, 31)')
    await page.setViewportSize({ width: A4_WITHIN_MARGINS, height: 1000 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(A4_WITHIN_MARGINS)
    await context.close()
  })
})

/** In px: 210 mm less a margin of 10 mm on each side, at 96 px per inch. */
const A4_WITHIN_MARGINS = 718

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
