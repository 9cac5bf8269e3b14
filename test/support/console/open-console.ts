import { afterEach, expect } from 'vitest'
import type { Clock } from '../../../src/domain/clock.ts'
import { type Receiver, startReceiver } from '../receivers/receiver.ts'
import { type TestApp, startTestApp } from '../app/start-test-app.ts'
import { shared } from '../shared.ts'
import { type Visit, type VisitOptions, startBrowser } from './chromium.ts'

export interface ConsoleParts {
  readonly app: TestApp
  /** For the webhooks of the app. It answers 200 at the beginning of each test. */
  readonly receiver: Receiver
}

/** The console of an app in a real browser, for all tests of a file or `describe`. */
export interface OpenConsole extends ConsoleParts {
  /**
   * Opens a page of the console in a session of its own.
   * When the test ends the page is closed, and anything that went wrong in it fails the test.
   */
  readonly visit: (options?: ConsoleVisitOptions) => Promise<Visit>
}

export interface ConsoleVisitOptions extends VisitOptions {
  /** The server whose console it is, when that is not the app's. */
  readonly url?: string
}

export interface ConsoleNeeds {
  /** Settings of the app, by their names without `BELLBUOY_`. */
  readonly settings?: Readonly<Record<string, string>>
  /** The clock of the app; by default that of the machine. */
  readonly clock?: Clock
  /** For data that is written into the database's file: an SQLite database, whatever the run is on. */
  readonly needsFile?: true
  /** Prepares the data that the pages show. */
  readonly prepare?: (parts: ConsoleParts) => Promise<unknown>
}

/** Starts an app, a receiver and a browser before the first test, and ends all of them after the last. */
export function openConsole({ settings = {}, prepare, ...needs }: ConsoleNeeds = {}): OpenConsole {
  const visits: Visit[] = []
  const parts = shared(async (stack) => {
    const browser = stack.use(await startBrowser())
    const app = stack.use(await startTestApp({ settings, ...needs }))
    const receiver = stack.use(await startReceiver())
    await prepare?.({ app, receiver })
    return { browser, app, receiver }
  })
  afterEach(async () => {
    const problems = visits.flatMap((visit) => visit.problems)
    for (const visit of visits.splice(0)) await visit[Symbol.asyncDispose]()
    parts().receiver.respond = () => ({ status: 200 })
    expect(problems).toEqual([])
  })
  return {
    get app() {
      return parts().app
    },
    get receiver() {
      return parts().receiver
    },
    visit: async ({ url, ...options } = {}) => {
      const { browser, app } = parts()
      const visit = await browser.visit(url ?? app.url, options)
      visits.push(visit)
      return visit
    },
  }
}
