import { describe, expect, test } from 'vitest'
import { everyAddress, fillEveryPage } from '../support/console/every-page.ts'
import { complaintsIn } from '../support/console/looks.ts'
import { openConsole } from '../support/console/open-console.ts'
import { type Opening, refuseChanges, walkFrame, walkOpenings } from '../support/console/openings.ts'
import { available } from '../support/available.ts'

/** Both colours and both widths. */
const LOOKS = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 360 },
] as const

describe.skipIf(!available('chromium'))('every page', () => {
  const ui = openConsole({ settings: { WEBHOOK_MAX_RETRY: '0' }, prepare: fillEveryPage })

  test('passes axe and fits with each of its dialogs, menus and lists open', async () => {
    const { page, axe } = await ui.visit()
    await refuseChanges(page)
    const complaints: string[] = []
    const opened: string[] = []
    const look = (path: string) => async (opening: Opening) => {
      const name = `${path}: ${opening.steps.join(' > ')}`
      opened.push(name)
      const found = await complaintsIn({ page, axe }, LOOKS, opening.selector)
      complaints.push(...found.map((one) => `${name} in ${one}`))
    }
    await walkFrame(page, look('every page'))
    const seen = new Set<string>()
    for (const path of await everyAddress(ui.app)) await walkOpenings(page, path, seen, look(path))
    expect(complaints).toEqual([])
    // All that there are today: fewer would mean that the walk does not find them.
    expect(opened.length).toBeGreaterThan(60)
  }, 600_000)
})
