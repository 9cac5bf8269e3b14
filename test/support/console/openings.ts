import type { Page } from 'playwright-core'
import { EVERY_CALL } from '../../../src/contract/every-call.ts'
import { goWithin, settled } from './looks.ts'
import { type Opened, namesIn, openState, openedAt, openingAt, pressAt } from './pressing.ts'

/** Something that a page opened over itself or beside what it shows. */
export interface Opening {
  readonly path: string
  /** What was pressed, one after the other. */
  readonly steps: readonly string[]
  /** Selects it. */
  readonly selector: string
}

export interface Walker {
  readonly page: Page
  /** What need not be pressed or looked at again; walkers that share it share the work. */
  readonly seen: Set<string>
  readonly look: (opening: Opening) => Promise<void>
  readonly complain: (complaint: string) => void
}

/**
 * Presses everything in a part of a page that may open something, and what is in the menus, dialogs and panels that open, and hands each
 * opening of a new kind to `look`. Complains of what cannot be pressed, and of what takes the focus along when it closes. Nothing is changed:
 * the server gets questions only (`refuseChanges`).
 */
export async function walkOpenings(walker: Walker, path: string, part = 'main'): Promise<void> {
  const place = path.replace(/^\/projects\/[^/]+/, '').replaceAll(/\?.*|[0-9a-f-]{8,}|\d+/g, '')
  const walk = { ...walker, path, part, isNew: (name: string) => isFirst(walker.seen, `${place} ${name}`) }
  await goWithin(walk.page, path)
  await pressAll(walk, part, [])
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

interface Walk extends Walker {
  readonly path: string
  readonly part: string
  /** Whether a name is met for the first time in this kind of place. */
  readonly isNew: (name: string) => boolean
}

/** What a press brings without opening anything, such as a field, is pressed too. */
async function pressAll(walk: Walk, root: string, steps: readonly string[]): Promise<void> {
  for (;;) {
    if (!(await backTo(walk, steps))) return
    const names = await namesIn(walk.page, root)
    const index = names.findIndex((name) => walk.isNew([...steps, kindOf(name)].join(' > ')))
    if (index === -1) return
    const path = [...steps, names[index]!]
    const opened = await press(walk, index, path)
    if (opened === null) continue
    if (isFirst(walk.seen, opened.kind)) {
      await walk.look({ path: walk.path, steps: path, selector: opened.selector })
      if (steps.length < 2) await pressAll(walk, opened.selector, path)
    }
    await closeTo(walk, steps.length, path)
  }
}

/** Rows have names, and numbers change: `Actions for builds` is pressed once. */
function kindOf(name: string): string {
  return name.replace(/^(Actions for|Remove|Role of) .*/, '$1').replaceAll(/\d[\d:.,]*/g, 'n')
}

function isFirst(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false
  seen.add(key)
  return true
}

async function press(walk: Walk, index: number, steps: readonly string[]): Promise<Opened | null> {
  if (!(await pressAt(walk.page, index))) {
    walk.complain(`${said(walk, steps)}: something lies over it`)
    return null
  }
  const opened = await openedAt(walk.page, steps.length)
  if (opened !== null) await settled(walk.page)
  return opened
}

function said({ path }: Walk, steps: readonly string[]): string {
  return `${path}: ${steps.join(' > ')}`
}

/** Closes all that stands over an opening of a depth, as one does with the keyboard. */
async function closeTo(walk: Walk, depth: number, steps: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 4; tries++) {
    const { isCovered, isFocusLost } = await openState(walk.page, depth)
    if (!isCovered && tries > 0 && isFocusLost) walk.complain(`${said(walk, steps)}: takes the focus along`)
    if (!isCovered) return
    await walk.page.keyboard.press('Escape')
  }
  walk.complain(`${said(walk, steps)}: Escape does not close it`)
  await walk.page.reload()
  await settled(walk.page)
}

/** Opens again what the steps lead to, where it is no longer open. */
async function backTo(walk: Walk, steps: readonly string[]): Promise<boolean> {
  const { page, path } = walk
  const state = await openState(page, steps.length)
  if (state.path === path && state.isOpen && !state.isCovered) return true
  await closeTo(walk, 0, steps)
  if (state.path !== path) await goWithin(page, path)
  let root = walk.part
  for (const [depth, step] of steps.entries()) {
    const index = (await namesIn(page, root)).indexOf(step)
    if (index === -1 || (await press(walk, index, steps.slice(0, depth + 1))) === null) return false
    root = openingAt(depth + 1)
  }
  return true
}
