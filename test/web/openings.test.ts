import { describe, expect, test } from 'vitest'
import { everyAddress, fillEveryPage } from '../support/console/every-page.ts'
import { type Look, complaintsIn } from '../support/console/looks.ts'
import { openConsole } from '../support/console/open-console.ts'
import { type Opening, type Walker, refuseChanges, walkOpenings } from '../support/console/openings.ts'
import { available } from '../support/available.ts'

/** Both colours and both widths. The dark one differs in nothing but its colours. */
const LOOKS: readonly Look[] = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 360, rules: ['color-contrast'] },
]
/** Side by side, since each waits for its page most of the time. */
const WALKERS = 3
const MANY = 70

describe.skipIf(!available('chromium'))('every page', () => {
  const ui = openConsole({ settings: { WEBHOOK_MAX_RETRY: '0' }, prepare: fillEveryPage })
  const complaints: string[] = []
  const opened: string[] = []

  async function walker(seen: Set<string>): Promise<Walker> {
    const { page, axe } = await ui.visit()
    await refuseChanges(page)
    const look = async ({ path, steps, selector }: Opening): Promise<void> => {
      const name = `${path}: ${steps.join(' > ')}`
      opened.push(name)
      const found = await complaintsIn({ page, axe }, LOOKS, selector)
      complaints.push(...found.map((one) => `${name} in ${one}`))
    }
    return { page, seen, look, complain: (complaint) => complaints.push(complaint) }
  }

  async function walkFrame(): Promise<void> {
    // What changes colours or language would change them for what follows, and nobody walks on after a log-out.
    const never = ['Switch to dark', 'Language > 简体中文', 'Account of admin > Log out']
    await walkOpenings(await walker(new Set(never.map((name) => `/ ${name}`))), '/', 'header')
  }

  async function walkPages(): Promise<void> {
    // A press on the page opens what an address has opened.
    const paths = (await everyAddress(ui.app)).filter((path) => !path.includes('?'))
    const seen = new Set<string>()
    const walkOn = async (): Promise<void> => {
      const one = await walker(seen)
      for (let path = paths.shift(); path !== undefined; path = paths.shift()) await walkOpenings(one, path)
    }
    await Promise.all(Array.from({ length: WALKERS }, walkOn))
  }

  test('passes axe, fits and gives back the focus with each of its dialogs, menus, lists and panels', async () => {
    await walkFrame()
    await walkPages()
    expect(complaints).toEqual([])
    // About all that there are today: fewer would mean that the walk does not find them.
    expect(opened.length).toBeGreaterThan(MANY)
  }, 900_000)
})
