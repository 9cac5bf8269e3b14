import { describe, expect, test } from 'vitest'
import { everyAddress, fillEveryPage } from '../support/console/every-page.ts'
import { complaintsIn, goWithin, settled } from '../support/console/looks.ts'
import { openConsole } from '../support/console/open-console.ts'
import { available } from '../support/available.ts'

const LOOKS = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 360 },
] as const
describe.skipIf(!available('chromium'))('every page', () => {
  const ui = openConsole({ settings: { WEBHOOK_MAX_RETRY: '0' }, prepare: fillEveryPage })

  const pages = (): Promise<readonly string[]> => everyAddress(ui.app)

  test('passes axe and fits, in light, in dark and 360 pixels wide', async () => {
    const { page, axe } = await ui.visit()
    const complaints: string[] = []
    for (const path of await pages()) {
      await goWithin(page, path)
      complaints.push(...(await complaintsIn({ page, axe }, LOOKS)).map((one) => `${path} in ${one}`))
    }
    expect(complaints).toEqual([])
  }, 240_000)

  test.each(LOOKS)('the form of a new webhook passes axe, $scheme and $width pixels wide', async (look) => {
    const { page, axe } = await ui.visit({ ...look, path: '/projects/team/webhooks' })
    await page.getByRole('link', { name: 'New webhook' }).click()
    await page.getByLabel('Endpoint URL').waitFor()
    await settled(page)
    expect(await axe()).toEqual([])
  })

  test('no page moves under its reader while it loads', async () => {
    const { page } = await ui.visit()
    await page.evaluate(watchShifts)
    const moving: string[] = []
    for (const path of await pages()) {
      await goWithin(page, path)
      const shift = await page.evaluate<number>('takeShift()')
      // What Web Vitals call good.
      if (shift > 0.1) moving.push(`${path}: ${shift.toFixed(2)}`)
    }
    expect(moving).toEqual([])
  })

  test('the log-in loads less than 250 kB and can be used within a second', async () => {
    const readyMs = await bestOf(async () => {
      await using visit = await ui.visit({ user: null, before: noteFirstFocus })
      await visit.page.locator('input[autocomplete=username]:focus').waitFor()
      const { bytes, readyMs } = await visit.page.evaluate(loadUntilFocus)
      expect(bytes).toBeGreaterThan(50_000)
      expect(bytes).toBeLessThan(250_000)
      return readyMs
    })
    expect(readyMs).toBeLessThan(READY_MS)
  })

  test('a project can be used within a second by who comes back to it', async () => {
    const { page } = await ui.visit()
    const readyMs = await bestOf(async () => {
      await page.goto(`${ui.app.url}/projects/team/webhooks`)
      await page.getByRole('link', { name: 'builds' }).waitFor()
      return page.evaluate(() => performance.now())
    })
    expect(readyMs).toBeLessThan(READY_MS)
  })
})

const READY_MS = 1000
const LOADS = 12

/** The best of some loads, each in milliseconds since it began: what else the machine does slows some of them. */
async function bestOf(load: () => Promise<number>): Promise<number> {
  const times: number[] = []
  for (let index = 0; index < LOADS; index++) {
    times.push(await load())
    if (times.at(-1)! < READY_MS) break
  }
  return Math.min(...times)
}

/** Runs in the page: notes when one can first type. */
const noteFirstFocus = `addEventListener('focusin', () => performance.mark('first focus'), { once: true })`

/** Runs in the page: what it asked for until one could type, compressed, and when that was. Later it loads ahead what is behind the log-in. */
function loadUntilFocus() {
  const readyMs = performance.getEntriesByName('first focus')[0]!.startTime
  const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
  const bytes = resources
    .filter(({ startTime }) => startTime < readyMs)
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
  return { bytes, readyMs }
}

/** Runs in the page: from now on adds up how far what one sees has moved by itself (Cumulative Layout Shift). */
const watchShifts = `{
  globalThis.shift = 0
  const add = (entries) =>
    entries.forEach(({ hadRecentInput, value }) => (globalThis.shift += hadRecentInput ? 0 : value))
  const observer = new PerformanceObserver((list) => add(list.getEntries()))
  observer.observe({ type: 'layout-shift' })
  globalThis.takeShift = () => {
    add(observer.takeRecords())
    const taken = globalThis.shift
    globalThis.shift = 0
    return taken
  }
}`
