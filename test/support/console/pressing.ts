import type { Page } from 'playwright-core'

/** Something that opened when something was pressed. */
export interface Opened {
  readonly selector: string
  /** The same for two that have the same role and words, whatever the numbers in them. */
  readonly kind: string
}

/** What is open, as seen from an opening of a depth; 0: from the page itself. */
export interface OpenState {
  readonly isOpen: boolean
  /** Something stands over it. */
  readonly isCovered: boolean
  /** Whoever uses the keyboard would start again at the beginning of the page. */
  readonly isFocusLost: boolean
  readonly path: string
}

/** Selects an opening of a depth that `openedAt` has found. */
export function openingAt(depth: number): string {
  return `[data-opened="${depth}"]`
}

/** The names of what can be pressed in a part of the page, in its order. Rows of a list are all named `row`. */
export function namesIn(page: Page, part: string): Promise<readonly string[]> {
  return page.evaluate(`(${NAMES})(${JSON.stringify(part)})`)
}

/** Presses with the mouse what `namesIn` has found at a place; false where something else lies over it. */
export async function pressAt(page: Page, index: number): Promise<boolean> {
  const place = await page.evaluate<{ readonly x: number; readonly y: number } | null>(`(${PLACE})(${index})`)
  if (place !== null) await page.mouse.click(place.x, place.y)
  return place !== null
}

/** What the last press opened, from now on of this depth; null when it opened nothing. */
export function openedAt(page: Page, depth: number): Promise<Opened | null> {
  return page.evaluate(`(${OPENED})(${depth})`)
}

export function openState(page: Page, depth: number): Promise<OpenState> {
  return page.evaluate(`(${STATE})(${depth})`)
}

// What follows runs in the page, as text: the compiler knows no document here.

/** A submit would only send a change, and what closes a dialog or leads to another page opens nothing. */
const PRESSABLE = [
  'button:not([disabled], [type=submit], .mantine-CloseButton-root, .tabs *)',
  'input[aria-haspopup]:not([disabled])',
  'input[role=switch]:not([disabled]) + .mantine-Switch-track',
  'input[type=checkbox]:not([disabled], [role=switch], [role=group] *, .event-types *)',
  '[role=row] a',
  'summary',
].join()

const POPUPS = '[role=dialog], [role=menu], [role=listbox], .side-panel'

const IS_SEEN = `(one) => one.checkVisibility() && one.getBoundingClientRect().width > 0`

/** Until what was pressed has been drawn, and the focus has gone where it goes. */
const DRAWN = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20))))`

const NAMES = `(part) => {
  document.querySelectorAll('[data-pressable]').forEach((one) => one.removeAttribute('data-pressable'))
  const all = [...document.querySelectorAll(part)].flatMap((one) => [...one.querySelectorAll('${PRESSABLE}')])
  return all.filter(${IS_SEEN}).map((one, index) => {
    one.setAttribute('data-pressable', index)
    if (one.matches('[role=row] a')) return 'row'
    const named = one.matches('.mantine-Switch-track') ? one.previousElementSibling : one
    return (named.getAttribute('aria-label') ?? named.labels?.[0]?.innerText ?? named.innerText ?? '').trim()
  })
}`

const PLACE = `(index) => {
  const one = document.querySelector('[data-pressable="' + index + '"]')
  one.scrollIntoView({ block: 'center' })
  const { x, y, width, height } = one.getBoundingClientRect()
  const middle = { x: x + width / 2, y: y + height / 2 }
  // An input hands a press on the box around it, with its icons and pills, to itself.
  const box = one.closest('.mantine-Input-wrapper') ?? one
  return box.contains(document.elementFromPoint(middle.x, middle.y)) ? middle : null
}`

const OPENED = `async (depth) => {
  await ${DRAWN}
  const fresh = [...document.querySelectorAll('${POPUPS}')].filter((one) => !one.hasAttribute('data-opened')).filter(${IS_SEEN})
  const opened = fresh.at(-1)
  if (opened === undefined) return null
  document.querySelectorAll('[data-opened="' + depth + '"]').forEach((one) => one.removeAttribute('data-opened'))
  opened.setAttribute('data-opened', depth)
  const words = opened.innerText.replaceAll(/\\d+/g, 'n').slice(0, 500)
  return { selector: '[data-opened="' + depth + '"]', kind: opened.getAttribute('role') + ': ' + words }
}`

const STATE = `async (depth) => {
  await ${DRAWN}
  const all = [...document.querySelectorAll('${POPUPS}')].filter(${IS_SEEN})
  const depths = all.map((one) => Number(one.getAttribute('data-opened') ?? Infinity))
  return {
    isOpen: depth === 0 || depths.includes(depth),
    isCovered: depths.some((one) => one > depth),
    isFocusLost: document.activeElement === null || document.activeElement === document.body,
    path: location.pathname + location.search,
  }
}`
