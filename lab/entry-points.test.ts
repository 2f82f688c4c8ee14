import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ENTRY_POINTS, findEntryPoints } from './entry-points.ts'

const { pageScript, ...modules } = ENTRY_POINTS

test.each(Object.entries({ ...modules, pageScript: pageScript.file }))('finds the source of %s', (_, url) => {
  expect(existsSync(url), url.href).toBe(true)
})

test('what is bundled on demand from the sources is at hand in a built package', () => {
  expect(pageScript.isBundled).toBe(false)
  expect(findEntryPoints('file:///app/dist/lab/cli.js').pageScript).toEqual({
    isBundled: true,
    file: new URL('file:///app/dist/reports/html/browser/page-script.js'),
  })
})

test('a built package has the folders of the sources in dist, and package.json beside it', () => {
  const built = findEntryPoints('file:///app/dist/lab/chunk-ABCDEFGH.js')
  expect(built.manifest.href).toBe('file:///app/package.json')
  expect(built.scenarioModule.href).toBe('file:///app/dist/models/kneepoint.js')
  expect(built.loadTask.href).toBe('file:///app/dist/workers/load-task.js')
  expect(built.shopProcess.href).toBe('file:///app/dist/lab/target/shop-process.js')
})
