import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { type ConsoleParts, openConsole } from '../support/console/open-console.ts'
import { available } from '../support/available.ts'
import { push } from '../support/app/push.ts'
import type { TestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

/** Every page, with something on it. */
const PAGES = [
  '/',
  '/problems',
  '/sources',
  '/scanners',
  '/projects/team/problems',
  '/projects/team/overview',
  '/projects',
  '/projects/team/webhooks',
  '/projects/team/webhooks/1',
  '/projects/team/webhooks/1/edit',
  '/projects/team/webhooks/new',
  '/webhooks/new',
  '/projects/team/events',
  '/projects/team/deliveries',
  '/projects/team/deliveries/1',
  '/projects/team/members',
  '/projects/team/robots',
  '/projects/team/logs',
  '/projects/team/settings',
  '/events',
  '/deliveries',
  '/logs',
  '/event-types',
  '/event-types/PUSH_ARTIFACT',
  '/users',
  '/robots',
  '/scanners',
  '/webhooks',
  '/configuration',
  '/no-such-page',
]

const LOOKS = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 360 },
] as const

describe.skipIf(!available('chromium'))('every page', () => {
  const ui = openConsole({ settings: { WEBHOOK_MAX_RETRY: '0' }, prepare: fill })

  test('passes axe and fits, in light, in dark and 360 pixels wide', async () => {
    const { page, axe } = await ui.visit()
    const complaints: string[] = []
    for (const path of PAGES) {
      await goWithin(page, path)
      for (const { scheme, width } of LOOKS) {
        await page.emulateMedia({ colorScheme: scheme })
        await page.setViewportSize({ width, height: 900 })
        complaints.push(
          ...[...(await tooWide(page)), ...(await axe())].map(
            (complaint) => `${path} in ${scheme}, ${width} wide: ${complaint}`,
          ),
        )
      }
    }
    expect(complaints).toEqual([])
  }, 90_000)

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
    for (const path of PAGES) {
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
const LOADS = 5

/** The best of some loads, each told in milliseconds since it began: what else the machine does slows some of them. */
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

/** Goes to a page as a link does, without loading everything anew, and waits until it has what it shows. */
async function goWithin(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`)
  await page.locator('main h1').first().waitFor()
  await settled(page)
}

/** Nothing is being loaded that one would see. */
async function settled(page: Page): Promise<void> {
  const placeholders = page.locator('.mantine-Skeleton-root, .mantine-Loader-root')
  await waitUntil(async () => (await placeholders.count()) === 0, { what: 'the page has loaded' })
}

/** The layout may need a moment after the window has changed. */
async function tooWide(page: Page): Promise<readonly string[]> {
  // What a card cuts off makes no page wider; only the tabs may be scrolled.
  const fits = `document.documentElement.scrollWidth === document.documentElement.clientWidth &&
    [...document.querySelectorAll('main :is(input, button, .mantine-Badge-root)')].every((part) =>
      part.closest('.tabs') !== null || part.getBoundingClientRect().right <= innerWidth)`
  const what = 'everything fits'
  return waitUntil(() => page.evaluate<boolean>(fits), { what, timeoutMs: 2000, intervalMs: 50 }).then(
    () => [],
    (error: unknown) => [String(error)],
  )
}

/** Something in every list. */
async function fill({ app, receiver }: ConsoleParts): Promise<void> {
  await createPolicy(app.api, { name: 'builds', targets: [receiver.url()] })
  const failing = await startFailing(app)
  await push(app, { tag: 'v1' })
  await app.api.post('/api/v2.0/users', {
    username: 'pilot',
    email: 'pilot@example.test',
    realname: 'Pilot',
    password: 'Lighthouse-Keeper-7',
  })
  await app.api.post('/api/v2.0/projects/team/members', {
    role_id: 4,
    member_user: { username: 'pilot' },
  })
  await app.api.post('/api/v2.0/robots', {
    name: 'builder',
    level: 'project',
    duration: 30,
    permissions: [{ kind: 'project', namespace: 'team', access: [{ resource: 'project', action: 'read' }] }],
  })
  await app.api.post('/api/v2.0/scanners', { name: 'trivy', url: 'http://trivy.example.test' })
  await failing.ended(1)
}

/** A webhook to a port where nobody listens. */
async function startFailing({ api }: TestApp) {
  return createPolicy(api, { name: 'nobody there', targets: ['http://127.0.0.1:1/'] })
}
