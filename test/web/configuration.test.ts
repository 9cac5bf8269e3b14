import { describe, expect, test } from 'vitest'
import { openConsole } from '../support/console/open-console.ts'
import { available } from '../support/available.ts'

describe.skipIf(!available('chromium'))('the system settings', () => {
  const ui = openConsole()

  test.each([1280, 360])('draw when deliveries are retried, %d pixels wide', async (width) => {
    const { page, axe } = await ui.visit({ width, path: '/configuration' })
    const schedule = page.getByRole('table', { name: 'When every attempt fails' })
    await schedule.waitFor()
    const cells = await schedule.locator('tbody td').allTextContents()
    expect(cells).toEqual([
      '1',
      '450 ms to 551 ms',
      '450 ms to 551 ms',
      '2',
      '1.4 s to 1.7 s',
      '1.8 s to 2.2 s',
      '3',
      '4.0 s to 5.0 s',
      '5.8 s to 7.2 s',
      '4',
      '12 s to 15 s',
      '18 s to 22 s',
      '5',
      '36 s to 45 s',
      '54 s to 1.1 min',
    ])
    expect(await axe()).toEqual([])
  })
})
