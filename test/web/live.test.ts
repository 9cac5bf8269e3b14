import type { Locator, Page, Request } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { VisitOptions } from '../support/console/chromium.ts'
import { openConsole } from '../support/console/open-console.ts'
import { available } from '../support/available.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { push } from '../support/app/push.ts'
import { waitUntil } from '../support/wait-until.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const LIVE = /\/webhook\/live$/
const EVENTS = /\/received-events\?/
const API = /\/api\//
/** No refresh waits longer for the next one. */
const LONGEST_REST_MS = 5000

describe.skipIf(!available('chromium'))('the console, live', () => {
  const ui = openConsole()

  /** A page whose time the test may move on. */
  const visit = async (options: VisitOptions): Promise<Page> => {
    const { page } = await ui.visit(options)
    await page.clock.install()
    return page
  }
  /** Goes to a page and waits until its list is as fresh as the first notice, and nothing more is to be asked for. */
  const visitLive = async (path: string): Promise<Page> => {
    const page = await visit({ path: '/users' })
    let asked = 0
    const open = new Set<Request>()
    page.on('request', (request) => {
      if (!API.test(request.url()) || LIVE.test(request.url())) return
      if (EVENTS.test(request.url())) asked++
      open.add(request)
    })
    page.on('requestfailed', (request) => open.delete(request))
    page.on('requestfinished', (request) => open.delete(request))
    // A notice has the list asked for again, unless it comes before the list is asked for at all.
    let wanted: number | null = null
    await onNotice(page, () => (wanted ??= asked === 0 ? 1 : 2))
    await page.goto(new URL(path, ui.app.url).href)
    await waitUntil(() => wanted !== null && asked >= wanted && open.size === 0, {
      what: 'the list is asked for, and again after the first notice',
    })
    // Further notices are followed after a rest.
    await page.clock.fastForward(LONGEST_REST_MS)
    await afterTask(page)
    await waitUntil(() => open.size === 0, { what: 'all is answered' })
    return page
  }
  /** The link of a row: it names the type of the event before what it is about. */
  const event = (page: Page, name: string) =>
    page.getByRole('link', { name: `Artifact pushed ${name}`, exact: true })
  const pushes = async (repository: string, count: number): Promise<void> => {
    const events = Array.from({ length: count }, (_, n) => pushEvent({ repository, tag: `v${n + 1}` }))
    expect((await ui.app.postEnvelope(envelope(events))).status).toBe(200)
  }

  test('a push shows at once, and nobody asks while nothing happens', async () => {
    await pushes('quiet/app', 1)
    const page = await visitLive('/projects/quiet/events')
    let asked = 0
    page.on('request', (request) => (asked += EVENTS.test(request.url()) ? 1 : 0))
    // Far longer than what one would poll at, and shorter than what is called silence.
    await page.clock.fastForward(30_000)
    await event(page, 'quiet/app:v1').waitFor()
    expect(asked).toBe(0)
    await push(ui.app, { repository: 'quiet/app', tag: 'v2' })
    await event(page, 'quiet/app:v2').waitFor()
    expect(asked).toBeGreaterThan(0)
  })

  test('where the stream is refused the page asks by itself, as ever', async () => {
    await pushes('polled/app', 1)
    const page = await visit({ path: '/users' })
    await page.route(LIVE, (route) => route.fulfill({ status: 503, body: '' }))
    await page.goto(new URL('/projects/polled/events', ui.app.url).href)
    await event(page, 'polled/app:v1').waitFor()
    await push(ui.app, { repository: 'polled/app', tag: 'v2' })
    await page.clock.fastForward(5000)
    await event(page, 'polled/app:v2').waitFor()
  })

  test('where no word comes through, too: a proxy may keep them back', async () => {
    await pushes('kept/app', 1)
    const page = await visit({ path: '/users' })
    await page.route(LIVE, () => undefined)
    await page.goto(new URL('/projects/kept/events', ui.app.url).href)
    await event(page, 'kept/app:v1').waitFor()
    await push(ui.app, { repository: 'kept/app', tag: 'v2' })
    await page.clock.fastForward(5000)
    await event(page, 'kept/app:v2').waitFor()
  })

  test('a delivery goes from waiting to delivered while one looks at it', async () => {
    const policy = await createPolicy(ui.app.api, { project: 'watched', targets: [ui.receiver.url()] })
    const answer = Promise.withResolvers<{ status: number }>()
    ui.receiver.respond = () => answer.promise
    await pushes('watched/app', 1)
    const [delivery] = await policy.executions()
    const page = await visit({ path: `/projects/watched/deliveries/${delivery!.id}` })
    await page.getByText('Running', { exact: true }).waitFor()
    answer.resolve({ status: 200 })
    await page.getByText('Delivered', { exact: true }).waitFor()
  })

  test('for those who have scrolled on nothing moves, and new rows come when they are asked for', async () => {
    await pushes('read/app', 120)
    const page = await visitLive('/projects/read/events')
    const row = event(page, 'read/app:v5')
    await waitUntil(
      async () => {
        await page.keyboard.press('End')
        return (await row.count()) === 1
      },
      { what: 'the end of the list is there', timeoutMs: 20_000 },
    )
    await row.scrollIntoViewIfNeeded()
    const placed = await row.boundingBox()
    await push(ui.app, { repository: 'read/app', tag: 'fresh-1' })
    await page.getByRole('status').getByText('1 new event').waitFor()
    await push(ui.app, { repository: 'read/app', tag: 'fresh-2' })
    const button = page.getByRole('button', { name: '2 new events' })
    await button.waitFor()
    expect(await row.boundingBox()).toEqual(placed)
    expect(await event(page, 'read/app:fresh-1').count()).toBe(0)
    await button.click()
    await event(page, 'read/app:fresh-2').waitFor()
    await waitUntil(() => isInSight(event(page, 'read/app:fresh-2')), { what: 'the newest is in sight' })
    expect(await button.count()).toBe(0)
  })

  test('those who come back to the beginning of a list see what has come meanwhile', async () => {
    await pushes('back/app', 40)
    const page = await visitLive('/projects/back/events')
    await page.keyboard.press('End')
    await event(page, 'back/app:v1').scrollIntoViewIfNeeded()
    await push(ui.app, { repository: 'back/app', tag: 'fresh' })
    await page.getByRole('button', { name: '1 new event' }).waitFor()
    await page.mouse.wheel(0, -10_000)
    await event(page, 'back/app:fresh').waitFor()
  })

  test('typed text stays when what is around it changes', async () => {
    await createPolicy(ui.app.api, { project: 'typed', targets: [ui.receiver.url()] })
    const page = await visit({ path: '/projects/typed/webhooks' })
    await page.getByRole('link', { name: 'New webhook' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('half done')
    await pushes('typed/app', 1)
    const comesBack = async () => {
      await show(page, 'hidden')
      await show(page, 'visible')
      return page.getByText('Passes 1 of the last 1 event.').isVisible()
    }
    await expect.poll(comesBack, { timeout: 20_000 }).toBe(true)
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('half done')
  })

  test('a page out of sight asks for nothing and gives its stream back; in sight again it is fresh', async () => {
    await pushes('hidden/app', 1)
    const page = await visitLive('/projects/hidden/events')
    let asked = 0
    page.on('request', (request) => (asked += new URL(request.url()).pathname.startsWith('/api/') ? 1 : 0))
    const closed = page.waitForEvent('requestfailed', (request) => LIVE.test(request.url()))
    await show(page, 'hidden')
    await closed
    await push(ui.app, { repository: 'hidden/app', tag: 'v2' })
    await page.clock.fastForward(30_000)
    expect(asked).toBe(0)
    await show(page, 'visible')
    await event(page, 'hidden/app:v2').waitFor()
  })
})

async function isInSight(link: Locator): Promise<boolean> {
  const box = await link.boundingBox()
  return box !== null && box.y > 56 && box.y < 900
}

/** A page without a window is always in sight, so it is told otherwise. */
async function show(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => '${state}' })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`)
}

/** Calls back for each notice of a live stream that the network has for the page. */
async function onNotice(page: Page, listener: () => void): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  devtools.on('Network.eventSourceMessageReceived', ({ eventName }) => {
    if (eventName === 'change') listener()
  })
  await devtools.send('Network.enable')
}

/** Waits until the page has done what it had to do. Its clock has no part in that. */
async function afterTask(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', resolve)
        port1.start()
        port2.postMessage(null)
      }),
  )
}
