import type { Page } from 'playwright-core'
import { waitUntil } from '../wait-until.ts'
import type { Visit } from './chromium.ts'

export interface Look {
  readonly scheme: 'light' | 'dark'
  /** In CSS pixels. */
  readonly width: number
}

const HEIGHT = 900
const USUAL: Look = { scheme: 'light', width: 1280 }

/** What axe and the eye complain about in each look: what is wrong for WCAG, and what does not fit. */
export async function complaintsIn(
  { page, axe }: Pick<Visit, 'page' | 'axe'>,
  looks: readonly Look[],
): Promise<readonly string[]> {
  const complaints: string[] = []
  for (const look of looks) {
    await wear(page, look)
    const found = [...(await tooWide(page)), ...(await axe())]
    complaints.push(...found.map((one) => `${look.scheme}, ${look.width} wide: ${one}`))
  }
  await wear(page, USUAL)
  return complaints
}

async function wear(page: Page, { scheme, width }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme })
  await page.setViewportSize({ width, height: HEIGHT })
}

/** Goes to a page as a link does, without loading everything anew, and waits until it has what it shows. */
export async function goWithin(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`)
  await page.locator('main h1').first().waitFor()
  await settled(page)
}

/** Nothing is being loaded that one would see. */
export async function settled(page: Page): Promise<void> {
  const placeholders = page.locator('.mantine-Skeleton-root, .mantine-Loader-root')
  await waitUntil(async () => (await placeholders.count()) === 0, {
    what: 'the page has loaded',
    timeoutMs: 30_000,
  })
}

/** The layout may need a moment after the window has changed. */
async function tooWide(page: Page): Promise<readonly string[]> {
  // What a card cuts off makes no page wider; only the tabs may be scrolled.
  const reading = `(() => {
    const root = document.documentElement
    const parts = [...document.querySelectorAll('main :is(input, textarea, button, a, .mantine-Badge-root)')]
    const out = parts.filter((one) => {
      const box = one.getBoundingClientRect()
      return box.width > 0 && one.closest('.tabs, pre, .mantine-ScrollArea-viewport, .skip-link') === null && (box.right > innerWidth + 1 || box.left < -1)
    })
    return [
      ...(root.scrollWidth > root.clientWidth ? ['the page is ' + root.scrollWidth + ' wide'] : []),
      ...out.slice(0, 3).map((one) => 'out of sight: ' + one.outerHTML.slice(0, 200)),
    ]
  })()`
  let found: readonly string[] = []
  const fits = async () => {
    found = await page.evaluate<readonly string[]>(reading)
    return found.length === 0
  }
  const what = 'everything fits'
  return waitUntil(fits, { what, timeoutMs: 1000, intervalMs: 50 }).then(
    () => [],
    () => found,
  )
}
