import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import type { ApiAnswer } from '../support/app/api-client.ts'
import { sendLogin } from '../support/app/browser-session.ts'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { available } from '../support/available.ts'
import { type ConsoleParts, openConsole } from '../support/console/open-console.ts'
import { randomDigest } from '../support/events/envelopes.ts'
import { waitUntil } from '../support/wait-until.ts'

/** Ends whatever it is put into, then asks for a script in several ways. `data-attack` marks what became an element. */
const MARKUP = [
  `'"><img src=x data-attack onerror="globalThis.attacked=1">`,
  `<svg data-attack onload="globalThis.attacked=1"></svg>`,
  `</script></style></title></textarea><script data-attack>globalThis.attacked=1</script>`,
  `<iframe data-attack srcdoc="<script>parent.attacked=1</script>"></iframe>`,
  `{{constructor.constructor('globalThis.attacked=1')()}}\u202e`,
].join('')
const LINK = 'javascript:globalThis.attacked=1//'
/** As long as what such a field may hold. */
const short = `<img src=x data-attack onerror=globalThis.attacked=1>`

/** What runs as soon as a page of ours lets it. */
interface Found {
  readonly attacked: unknown
  readonly elements: readonly string[]
  readonly links: readonly string[]
}

/** Runs in the page. */
const LOOK = `({
  attacked: globalThis.attacked ?? null,
  elements: [...document.querySelectorAll('[data-attack]')].map(({ outerHTML }) => outerHTML),
  links: [...document.querySelectorAll('a[href], form[action], [formaction]')]
    .map((one) => one.getAttribute('href') ?? one.getAttribute('action') ?? one.getAttribute('formaction'))
    .filter((href) => /^[^/?#]*:/.test(href) && !/^https?:/.test(href)),
})`

const lookAround = (page: Page): Promise<Found> => page.evaluate<Found>(LOOK)

const NOTHING: Found = { attacked: null, elements: [], links: [] }

const PAGES = [
  '/',
  '/problems',
  '/sources',
  '/scanners',
  '/projects',
  '/projects/shop/overview',
  '/projects/shop/problems',
  '/projects/shop/webhooks',
  '/projects/shop/webhooks/1',
  '/projects/shop/webhooks/1/edit',
  '/projects/shop/events',
  '/projects/shop/deliveries',
  '/projects/shop/members',
  '/projects/shop/robots',
  '/projects/shop/logs',
  '/projects/shop/settings',
  '/events',
  '/deliveries',
  '/logs',
  '/event-types/PUSH_ARTIFACT',
  '/users',
  '/robots',
  '/configuration',
  `/no/${encodeURIComponent(MARKUP)}`,
  `/events?operator=${encodeURIComponent(MARKUP)}&tag=${encodeURIComponent(MARKUP)}`,
]

describe.skipIf(!available('chromium'))('what strangers write', () => {
  const ui = openConsole({ settings: { WEBHOOK_MAX_RETRY: '0' }, prepare: fill })
  const dialogs: string[] = []
  afterEach(() => expect(dialogs.splice(0)).toEqual([]))

  async function visit(): Promise<Page> {
    const { page } = await ui.visit()
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
    return page
  }

  test('is text on every page', async () => {
    const page = await visit()
    const found: unknown[] = []
    let shown = 0
    for (const path of [...PAGES, ...(await pagesOfHistory())]) {
      await goWithin(page, path)
      const here = await lookAround(page)
      if (JSON.stringify(here) !== JSON.stringify(NOTHING)) found.push({ path, ...here })
      if ((await page.locator('body').innerText()).includes('data-attack')) shown++
    }
    expect(found).toEqual([])
    expect(shown, 'pages that show it').toBeGreaterThan(12)
  }, 240_000)

  test('is text in each part of a delivery and of an event', async () => {
    const page = await visit()
    const found: unknown[] = []
    let shown = 0
    for (const path of await pagesOfHistory()) {
      await goWithin(page, path)
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click()
        await settled(page)
        const here = await lookAround(page)
        if (JSON.stringify(here) !== JSON.stringify(NOTHING)) found.push({ path, ...here })
        if ((await page.locator('main').innerText()).includes('data-attack')) shown++
      }
    }
    expect(found).toEqual([])
    expect(shown, 'tabs that show it').toBeGreaterThan(3)
  }, 240_000)

  test('is no page of its own where a browser opens an answer of the API', async () => {
    const { api, url } = ui.app
    const paths = [
      ...(await logsOf()),
      `/api/v2.0/projects/${encodeURIComponent(MARKUP)}`,
      `/api/v2.0/${encodeURIComponent(MARKUP)}`,
      `/c/oidc/login?redirect_url=${encodeURIComponent(MARKUP)}`,
      `/c/oidc/callback?state=${encodeURIComponent(MARKUP)}&error=${encodeURIComponent(MARKUP)}`,
      '/api/v2.0/projects/shop/webhook/deliveries',
      '/api/v2.0/docs',
    ]
    const page = await visit()
    for (const path of paths) {
      const { headers } = await api.get(path)
      expect(headers['x-content-type-options'] ?? headers['content-security-policy'], path).toBeDefined()
      await page.goto(new URL(path, url).href)
      expect({ path, ...(await lookAround(page)) }).toEqual({ path, ...NOTHING })
    }
  }, 120_000)

  async function pagesOfHistory(): Promise<readonly string[]> {
    const { api } = ui.app
    const events = (await api.get('/api/v2.0/projects/shop/webhook/received-events')).body.items
    const deliveries = (await api.get('/api/v2.0/projects/shop/webhook/deliveries')).body.items
    expect(events.length).toBeGreaterThan(1)
    expect(deliveries.length).toBeGreaterThan(1)
    return [
      ...events.map(({ id }: { id: string }) => `/projects/shop/events/${id}`),
      ...deliveries.map(({ id }: { id: number }) => `/projects/shop/deliveries/${id}`),
    ]
  }

  async function logsOf(): Promise<readonly string[]> {
    const { body } = await ui.app.api.get('/api/v2.0/projects/shop/webhook/policies/1/executions')
    return body.map(
      ({ id }: { id: number }) =>
        `/api/v2.0/projects/shop/webhook/policies/1/executions/${id}/tasks/${id}/log`,
    )
  }
})

async function goWithin(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`)
  await page.locator('main h1, main h2').first().waitFor()
  await settled(page)
}

async function settled(page: Page): Promise<void> {
  const placeholders = page.locator('.mantine-Skeleton-root, .mantine-Loader-root')
  await waitUntil(async () => (await placeholders.count()) === 0, { what: 'the page has loaded' })
}

function expectStatus({ status, body }: ApiAnswer, wanted: number): void {
  expect([status, body]).toEqual([wanted, body])
}

/** Writes the markup wherever a person, a client of a registry, a scanner or a receiver can. */
async function fill({ app, receiver }: ConsoleParts): Promise<void> {
  const { api } = app
  receiver.respond = ({ path }) => ({
    status: path.startsWith('/failing') ? 500 : 200,
    headers: { 'x-answer': short, 'content-type': 'text/html', location: LINK, link: short },
    body: MARKUP,
  })
  const eventTypes = ['PUSH_ARTIFACT', 'SCANNING_COMPLETED', 'SCANNING_FAILED', 'QUOTA_EXCEED']
  const headers = { 'x-own': short }
  const targets = ['good', 'failing'].map((path) => ({
    address: receiver.url(`/${path}?q=${encodeURIComponent(short)}`),
    options: { headers },
    attachment: MARKUP,
  }))
  const policy = await createPolicy(api, { project: 'shop', name: short, eventTypes, targets })
  await policy.update({ description: MARKUP, filter: { repositories: { exclude: [`${short}*`] } } })
  const useragent = MARKUP
  await push(app, { repository: 'shop/web', user: MARKUP, useragent })
  await push(app, { repository: `shop/${short}`, user: MARKUP }).catch(() => null)
  expectStatus(await reportScan(app, 'SCANNING_COMPLETED'), 200)
  expectStatus(await reportScan(app, 'SCANNING_FAILED'), 200)
  await policy.ended(6)
  const user = { username: 'pilot', password: 'Lighthouse-Keeper-7', email: 'pilot@example.test' }
  expectStatus(await api.post('/api/v2.0/users', { ...user, realname: 'Pilot', comment: short }), 201)
  await api.put('/api/v2.0/users/2', { email: user.email, realname: short, comment: short })
  await api.post('/api/v2.0/projects/shop/members', { role_id: 4, member_user: { username: 'pilot' } })
  const access = [{ resource: 'project', action: 'read' }]
  const permissions = [{ kind: 'project', namespace: 'shop', access }]
  const robot = { name: 'builder', description: MARKUP, level: 'project', duration: 30, permissions }
  expectStatus(await api.post('/api/v2.0/robots', robot), 201)
  const scanner = { name: short, description: MARKUP, url: receiver.url('/scanner') }
  expectStatus(await api.post('/api/v2.0/scanners', scanner), 201)
  const { body: problems } = await waitUntil(
    async () => {
      const answer = await api.get('/api/v2.0/projects/shop/webhook/problems')
      return answer.body.items.length > 0 && answer
    },
    { what: 'the failing target is a problem', timeoutMs: 10_000 },
  )
  const note = { acknowledged: true, note: MARKUP }
  const problem = `/api/v2.0/projects/shop/webhook/problems/${problems.items[0].id}/acknowledge`
  expectStatus(await api.post(problem, note), 200)
  await sendLogin(app.anonymous, { principal: short, password: 'x' })
  await app.postEnvelope({ events: [{ id: MARKUP, action: MARKUP, target: { repository: MARKUP } }] })
}

/** A scan as a program reports it that was built by the attacker. */
function reportScan({ api }: ConsoleParts['app'], type: string): Promise<ApiAnswer> {
  const text = MARKUP.replace('\u202e', '')
  const finding = {
    id: short,
    package: text,
    version: text,
    fix_version: text,
    severity: 'Critical',
    description: MARKUP,
    links: [LINK],
  }
  const scan = {
    scanner: { name: short, vendor: short, version: short },
    severity: 'Critical',
    link: LINK,
    ...(type === 'SCANNING_FAILED' ? { error: MARKUP } : { findings: [finding] }),
  }
  const data = {
    repository: 'shop/web',
    tag: 'v1',
    digest: randomDigest(),
    operator: text,
    trigger: text,
    registry_host: short,
    media_type: short,
    artifact_type: short,
    platforms: [short],
    scan,
  }
  const event = { specversion: '1.0', id: `${type} ${short}`, source: short, type, data }
  return api.post('/api/v2.0/events', event, { 'content-type': 'application/cloudevents+json' })
}
