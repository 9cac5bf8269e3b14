// Takes the pictures of docs/images/ from a lively installation: `node_modules/.bin/node docs/take-pictures.ts`. It needs Chromium.
// With a folder it takes every page there instead, in each look, for people to look through: `… docs/take-pictures.ts --every /tmp/pages`.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { newAppFile } from '../test/support/app/app-database.ts'
import { startTestApp } from '../test/support/app/start-test-app.ts'
import { type TestBrowser, startBrowser } from '../test/support/console/chromium.ts'
import { everyAddress } from '../test/support/console/every-page.ts'
import { LIVELY_MS, beLively } from '../test/support/console/lively.ts'
import { goWithin } from '../test/support/console/looks.ts'
import { ManualClock } from '../test/support/manual-clock.ts'
import { startReceiver } from '../test/support/receivers/receiver.ts'

const IMAGES = fileURLToPath(new URL('./images/', import.meta.url))
const SIZE = { width: 1152, height: 720 }
/** The preview stands beside the form from here on. */
const FORM_SIZE = { width: 1280, height: 760 }

type App = Awaited<ReturnType<typeof startTestApp>>

interface Look {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
  readonly locale: string
}

const LOOKS: readonly Look[] = [
  { name: 'light', width: 1280, height: 900, scheme: 'light', locale: 'en-US' },
  { name: 'dark', width: 1280, height: 900, scheme: 'dark', locale: 'en-US' },
  { name: 'phone', width: 360, height: 800, scheme: 'light', locale: 'en-US' },
  { name: 'phone-chinese-dark', width: 360, height: 800, scheme: 'dark', locale: 'zh-CN' },
  { name: 'chinese', width: 1280, height: 900, scheme: 'light', locale: 'zh-CN' },
  { name: '4k', width: 3840, height: 2160, scheme: 'light', locale: 'en-US' },
]

/** Every page in every look, as `LOOK-PAGE.png`. */
async function takeEveryPage(app: App, browser: TestBrowser, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const paths = await everyAddress(app, { project: 'shop', globalWebhook: 5 })
  for (const { name, ...look } of LOOKS) {
    await using visit = await browser.visit(app.url, look)
    await visit.page.setViewportSize(look)
    for (const path of paths) {
      await goWithin(visit.page, path)
      const file = `${name}${path.replaceAll(/[^\w-]+/g, '-')}.png`
      await visit.page.screenshot({ path: join(folder, file), fullPage: name !== '4k' })
    }
  }
}

/** The pictures that the docs show. */
async function takePictures(app: App, browser: TestBrowser): Promise<void> {
  await using visit = await browser.visit(app.url, SIZE)
  const { page } = visit
  await page.setViewportSize(SIZE)
  await take(page, 'overview', '/')
  await goWithin(page, '/projects/shop/deliveries?state=error')
  await page.getByRole('table').getByRole('link').first().click()
  await page.getByRole('complementary').last().getByText('503').first().waitFor()
  await take(page, 'delivery')
  await page.setViewportSize(FORM_SIZE)
  await take(page, 'webhook', '/projects/shop/webhooks/1/edit')
  await goWithin(page, '/projects/shop/webhooks/new')
  await fillTemplate(page)
  await take(page, 'template')
}

async function fillTemplate(page: Page): Promise<void> {
  await page.getByLabel('Name').first().fill('page-on-call')
  await page.getByLabel('Endpoint URL').fill('https://events.pagerduty.com/v2/enqueue')
  await choose(page, 'Payload format', 'Template')
  await choose(page, 'Ready-made template', 'PagerDuty (Events API v2)')
  await page.locator('.preview-tabs').getByText('"event_action": "trigger"').waitFor()
}

async function choose(page: Page, list: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: list }).click()
  await page.getByRole('option', { name: option }).click()
}

async function take(page: Page, name: string, path?: string): Promise<void> {
  if (path !== undefined) await goWithin(page, path)
  await page.screenshot({ path: join(IMAGES, `console-${name}.png`) })
}

const { every } = parseArgs({ options: { every: { type: 'string' } } }).values
await using stack = new AsyncDisposableStack()
const clock = new ManualClock(Date.now() - LIVELY_MS)
const database = stack.use(await newAppFile())
const app = stack.use(await startTestApp({ clock, database }))
const receiver = stack.use(await startReceiver())
await beLively({ app, receiver }, clock)
const browser = stack.use(await startBrowser())
await (every === undefined ? takePictures(app, browser) : takeEveryPage(app, browser, every))
