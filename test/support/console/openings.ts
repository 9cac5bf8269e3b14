import type { Locator, Page } from 'playwright-core'
import { EVERY_CALL } from '../../../src/contract/every-call.ts'
import { goWithin, settled } from './looks.ts'

/** Something that a page opened over itself. */
export interface Opening {
  /** What was pressed, one after the other. */
  readonly steps: readonly string[]
  /** Selects it. */
  readonly selector: string
}

const POPUPS = '[role=dialog], [role=menu], [role=listbox]'
const PRESSABLE = 'button:not([disabled]):not([role=switch]):not([role=tab]), input[aria-haspopup]'
const OPENED = 'data-opened'

/**
 * Presses everything on a page that may open something over it, and what is in the menus and dialogs that open, and hands each opening to
 * `look`. Nothing is changed: the server gets questions only.
 *
 * @param seen what need not be pressed again, by kind of place and name; what is pressed here is added
 */
export async function walkOpenings(
  page: Page,
  path: string,
  seen: Set<string>,
  look: (opening: Opening) => Promise<void>,
): Promise<void> {
  const place = path.replace(/^\/projects\/[^/]+/, '').replace(/[0-9a-f-]{8,}|\d+/g, ':id')
  const walk: Walk = { page, path, look, isNew: (name) => isFirst(seen, `${place} ${name}`) }
  await goWithin(page, path)
  await pressAll(walk, 'main', [])
}

/** The parts of the frame around every page. */
export async function walkFrame(page: Page, look: (opening: Opening) => Promise<void>): Promise<void> {
  await goWithin(page, '/')
  await pressAll({ page, path: '/', look, isNew: () => true }, 'header', [])
}

/** Answers changes with a refusal from now on; what only asks goes through. */
export async function refuseChanges(page: Page): Promise<void> {
  const questions = EVERY_CALL.filter(({ isOnlyQuestion = false }) => isOnlyQuestion).map(
    ({ path }) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`),
  )
  const refusal = { errors: [{ code: 'CONFLICT', message: 'nothing is changed in this walk' }] }
  await page.route('**/api/**', async (route) => {
    const request = route.request()
    const { pathname } = new URL(request.url())
    const isQuestion =
      request.method() === 'GET' ||
      questions.some((one) => one.test(pathname)) ||
      request.postData()?.includes('"dry_run":true') === true
    await (isQuestion ? route.continue() : route.fulfill({ status: 409, json: refusal }))
  })
}

interface Walk {
  readonly page: Page
  readonly path: string
  readonly look: (opening: Opening) => Promise<void>
  /** Whether a name is met for the first time. */
  readonly isNew: (name: string) => boolean
}

async function pressAll(walk: Walk, root: string, steps: readonly string[]): Promise<void> {
  const { page } = walk
  const names = await namesIn(page, root)
  for (const [index, name] of names.entries()) {
    if (!walk.isNew([...steps, kindOf(name)].join(' > '))) continue
    if (!(await returnTo(walk, steps))) return
    const pressed = await press(page, root, index, name)
    if (!pressed) continue
    const selector = await openedIn(page)
    if (selector === null) continue
    await settled(page)
    const opening = { steps: [...steps, name], selector }
    await walk.look(opening)
    if (steps.length < 2) await pressAll(walk, selector, opening.steps)
    await closeAll(walk)
  }
}

/** Names of rows are no names of buttons: `Actions for builds` is pressed once. */
function kindOf(name: string): string {
  return name.replace(/^(Actions for|Remove) .*/, '$1').replaceAll(/\d[\d:.,]*/g, 'n')
}

function isFirst(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false
  seen.add(key)
  return true
}

/** Opens again what the steps lead to, where it has been closed. */
async function returnTo(walk: Walk, steps: readonly string[]): Promise<boolean> {
  const { page, path } = walk
  if (steps.length > 0 && (await page.locator(`[${OPENED}="${steps.length}"]`).count()) > 0) return true
  await closeAll(walk)
  const { pathname, search } = new URL(page.url())
  if (pathname + search !== path) await goWithin(page, path)
  let root = 'main, header'
  for (const [depth, step] of steps.entries()) {
    const names = await namesIn(page, root)
    const index = names.indexOf(step)
    if (index === -1 || !(await press(page, root, index, step))) return false
    const opened = await openedIn(page)
    if (opened === null) return false
    await settled(page)
    root = `[${OPENED}="${depth + 1}"]`
  }
  return true
}

async function closeAll({ page, path }: Walk): Promise<void> {
  for (let tries = 0; tries < 4; tries++) {
    if ((await popups(page).count()) === 0) return
    await page.keyboard.press('Escape')
    await frames(page)
  }
  await page.goto(new URL(path, page.url()).href)
  await page.locator('main h1').first().waitFor()
  await settled(page)
}

function popups(page: Page): Locator {
  return page.locator(POPUPS).filter({ visible: true })
}

/** The newest opening, marked with its depth; null when nothing new is open. */
async function openedIn(page: Page): Promise<string | null> {
  await frames(page)
  const depth = await page.evaluate<number>(`(() => {
    const all = [...document.querySelectorAll(${JSON.stringify(POPUPS)})].filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > 0)
    const news = all.filter((one) => !one.hasAttribute('${OPENED}'))
    if (news.length === 0) return 0
    const depth = all.length - news.length + 1
    news.at(-1).setAttribute('${OPENED}', String(depth))
    return depth
  })()`)
  return depth === 0 ? null : `[${OPENED}="${depth}"]`
}

function frames(page: Page): Promise<unknown> {
  const wait =
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20))))'
  return page.evaluate(wait)
}

/** The names of what can be pressed in a part of the page, in its order. */
function namesIn(page: Page, root: string): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`(${pressable})(${JSON.stringify(root)}).map((one) =>
    (one.getAttribute('aria-label') ?? one.labels?.[0]?.innerText ?? one.innerText ?? '').trim())`)
}

async function press(page: Page, root: string, index: number, name: string): Promise<boolean> {
  const found = await page.evaluate<boolean>(`(() => {
    const one = (${pressable})(${JSON.stringify(root)})[${index}]
    document.querySelector('[data-pressed]')?.removeAttribute('data-pressed')
    one?.setAttribute('data-pressed', '')
    return one !== undefined
  })()`)
  if (!found || /^(Close|Cancel)$/.test(name)) return false
  return page
    .locator('[data-pressed]')
    .click({ timeout: 3000 })
    .then(() => true)
    .catch(() => false)
}

/** Runs in the page: what can be pressed and seen in a part of it. */
const pressable = `(root) => [...document.querySelectorAll(root.split(', ').map((one) =>
  ${JSON.stringify(PRESSABLE)}.split(', ').map((two) => one + ' ' + two).join(', ')).join(', '))]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > 0)`
