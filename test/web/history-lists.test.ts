import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { writeLargeHistory } from '../support/app/large-history.ts'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { available } from '../support/available.ts'
import { openConsole } from '../support/console/open-console.ts'
import { waitUntil } from '../support/wait-until.ts'

const panel = (page: Page) => page.getByRole('complementary', { name: /^Delivery #/ })

describe.skipIf(!available('chromium'))('events and deliveries', () => {
  const ui = openConsole({
    settings: { WEBHOOK_MAX_RETRY: '0' },
    prepare: async ({ app, receiver }) => {
      receiver.respond = ({ body }) =>
        body.includes(':v1.4')
          ? { status: 503, body: 'no healthy upstream' }
          : { status: 200, body: 'build 77 started' }
      const audit = await createPolicy(app.api, {
        project: 'shop',
        name: 'audit-all',
        targets: [receiver.url('/audit')],
      })
      await app.api.post('/api/v2.0/projects/shop/webhook/policies', {
        name: 'ci-builds',
        enabled: true,
        event_types: ['PUSH_ARTIFACT'],
        filter: { tags: { exclude: ['*-rc.*'] } },
        targets: [{ type: 'http', address: receiver.url('/builds') }],
      })
      for (const tag of ['v1.4.0', 'v1.4.1', 'v2.0.0-rc.1']) await push(app, { repository: 'shop/web', tag })
      await audit.ended(3)
    },
  })

  test('"my build did not start": the event is found by its tag and time, its verdict says why, a delivery shows what was sent', async () => {
    const { page } = await ui.visit({ width: 1440 })
    await page.getByRole('link', { name: 'Events', exact: true }).click()
    await page.getByRole('button', { name: 'Add filter' }).click()
    await page.getByRole('menuitem', { name: 'Tag', exact: true }).click()
    await page.getByRole('textbox', { name: 'Tag', exact: true }).fill('v2.0.0-rc.1')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Add filter' }).click()
    await page.getByRole('menuitem', { name: 'Time', exact: true }).click()
    await page.getByRole('button', { name: 'Last hour' }).click()
    await page.getByText('1 in total').waitFor()
    expect(new URL(page.url()).search).toBe('?tag=v2.0.0-rc.1&period=hour')

    await page.getByRole('link', { name: 'shop/web:v2.0.0-rc.1' }).click()
    await page.getByRole('heading', { name: 'shop/web:v2.0.0-rc.1' }).waitFor()
    await page
      .getByRole('row', { name: /ci-builds/ })
      .getByText('another tag')
      .waitFor()

    await page.getByRole('table', { name: 'Deliveries' }).getByRole('link', { name: 'shop/web' }).click()
    await panel(page).getByText('build 77 started').waitFor()
    await panel(page).getByRole('tab', { name: 'Payload' }).click()
    await panel(page).getByText('"PUSH_ARTIFACT"').waitFor()
    await page.reload()
    await panel(page).getByText('build 77 started').waitFor()
  })

  test('by keyboard a reader goes along the rows, opens one beside the list and reads on', async () => {
    const { page } = await ui.visit({ width: 1440, path: '/deliveries?target=audit' })
    const rows = page.getByRole('table', { name: 'Deliveries' }).getByRole('link')
    await rows.first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('ArrowDown')
    await waitUntil(() => rows.nth(1).evaluate((row) => row === row.ownerDocument.activeElement), {
      what: 'the second row has the focus',
    })
    await page.keyboard.press('Enter')
    await panel(page).getByText('no healthy upstream').waitFor()
    const second = await panel(page).getAttribute('aria-label')
    await page.keyboard.press('k')
    await panel(page).getByText('build 77 started').waitFor()
    await page.keyboard.press('j')
    await panel(page).getByText('no healthy upstream').waitFor()
    expect(await panel(page).getAttribute('aria-label')).toBe(second)
    await page.keyboard.press('Escape')
    await panel(page).waitFor({ state: 'detached' })
    expect(new URL(page.url()).search).toBe('?target=audit')
  })

  test('chips show what the address holds, and take it away', async () => {
    const { page, axe } = await ui.visit({
      width: 1440,
      path: '/deliveries?state=error&status=5xx&words=upstream',
    })
    await page.getByText('4 in total').waitFor()
    expect(await axe()).toEqual([])
    await page.getByRole('button', { name: 'State Failed', exact: true }).click()
    await page.getByRole('checkbox', { name: 'Delivered' }).waitFor()
    expect(await axe()).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Remove filter Words' }).click()
    await page.getByRole('button', { name: 'Remove filter Code' }).click()
    expect(new URL(page.url()).search).toBe('?state=error')
    await page.getByRole('textbox', { name: 'Find words in bodies' }).fill('no such words')
    await page.keyboard.press('Enter')
    await page.getByText('Nothing matches these filters').waitFor()
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.getByText('5 in total').waitFor()
  })

  test('the head of the times turns the order round', async () => {
    const { page } = await ui.visit({ path: '/events?repository=shop/web' })
    const first = page.getByRole('table', { name: 'Events' }).getByRole('link').first()
    await first.getByText('shop/web:v2.0.0-rc.1').waitFor()
    await page.getByRole('columnheader', { name: 'Time' }).getByRole('button').click()
    await first.getByText('shop/web:v1.4.0').waitFor()
  })

  test('an export has what the list shows', async () => {
    const { page } = await ui.visit({ path: '/projects/shop/deliveries?status=503&target=audit' })
    await page.getByText('2 in total').waitFor()
    const shown = await page.getByRole('table', { name: 'Deliveries' }).getByRole('link').allInnerTexts()
    await page.getByRole('button', { name: 'Export' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'All matches as CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('deliveries.csv')
    const [head, ...rows] = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
    const columns = head!.split(',')
    const cell = (row: string, name: string) => row.split(',')[columns.indexOf(name)]
    expect(rows.map((row) => `${cell(row, 'repository')}:${cell(row, 'tag')}`)).toEqual(
      shown.map((text) => text.trim()),
    )
  })

  test.each(['/deliveries/abc', '/deliveries/999999', '/deliveries?open=999999'])(
    '%s says that there is no such delivery',
    async (path) => {
      const { page } = await ui.visit({ path })
      await page.getByText('There is no such delivery').waitFor()
    },
  )

  test('on a telephone a row opens the page of its delivery', async () => {
    const { page, axe } = await ui.visit({ width: 360, path: '/deliveries?target=audit&status=200' })
    await page.getByRole('row', { name: /Delivered.*shop\/web:v2.0.0-rc.1/ }).waitFor()
    expect(await axe()).toEqual([])
    await page.getByRole('table', { name: 'Deliveries' }).getByRole('link').first().click()
    await page.getByRole('heading', { name: /^Delivery #/ }).waitFor()
    await page.getByText('build 77 started').waitFor()
  })
})

const ROWS = 100_000
/** A hundred parts of 1,000 rows take a quarter of a minute on a quiet machine; this has room for one that is shared by many. */
const MAX_SCROLL_MS = 200_000

describe.skipIf(!available('chromium'))(`a list of ${ROWS} rows`, () => {
  const ui = openConsole({
    needsFile: true,
    prepare: async ({ app }) =>
      writeLargeHistory(app.databaseFile, {
        events: ROWS,
        projects: 50,
        nowMs: Date.now(),
        spanMs: 30 * 24 * 3_600_000,
      }),
  })

  test('is scrolled to its end, and draws only the rows in sight', { timeout: 260_000 }, async () => {
    const { page } = await ui.visit({ width: 1440, path: '/deliveries' })
    const status = page.getByText(/loaded, more follow$|in total$/)
    await status.waitFor()
    const beganAt = performance.now()
    for (let shown = await status.textContent(); shown?.endsWith('in total') !== true;) {
      await page.keyboard.press('End')
      await waitUntil(async () => (await status.textContent()) !== shown, { what: 'more rows are loaded' })
      shown = await status.textContent()
    }
    expect(performance.now() - beganAt).toBeLessThan(MAX_SCROLL_MS)
    await page.getByText(`${ROWS.toLocaleString('en')} in total`).waitFor()
    await page.keyboard.press('End')
    await page.getByRole('link', { name: /:v1$/ }).waitFor()
    expect(await page.getByRole('row').count()).toBeLessThan(120)

    const jumpedAt = performance.now()
    await page.mouse.wheel(0, -1_800_000)
    await page.getByRole('link', { name: /:v1$/ }).waitFor({ state: 'detached' })
    await page.getByRole('table', { name: 'Deliveries' }).getByRole('link').first().waitFor()
    expect(performance.now() - jumpedAt).toBeLessThan(5000)
  })
})
