import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Result } from 'axe-core'
import { type Browser, type Page, chromium } from 'playwright-core'
import { adminPassword } from '../app/bellbuoy-process.ts'
import { available } from '../available.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface VisitOptions {
  /** By default `admin`. Null: nobody is logged in. */
  readonly user?: string | null
  readonly password?: string
  /** In CSS pixels. */
  readonly width?: number
  readonly scheme?: 'light' | 'dark'
  readonly locale?: string
  readonly path?: string
  /** A script that the page runs before its own. */
  readonly before?: string
}

/** A page of the console in a browser of its own session. */
export interface Visit extends AsyncDisposable {
  readonly page: Page
  /** What went wrong in the page: errors, refusals by the content security policy, requests to other hosts. */
  readonly problems: readonly string[]
  /** What axe has to say against the page, in short. */
  readonly axe: () => Promise<readonly string[]>
}

/** A real Chromium, without a window. */
export interface TestBrowser extends AsyncDisposable {
  readonly visit: (url: string, options?: VisitOptions) => Promise<Visit>
}

/** The same engine without the frame of a window, which would take a third of the work. */
const WITHOUT_FRAME = 'chromium-headless-shell'
const PROGRAM = available(WITHOUT_FRAME) ? WITHOUT_FRAME : 'chromium'

/** Starts this machine's Chromium; it reaches nothing but loopback. */
export async function startBrowser(): Promise<TestBrowser> {
  const quiet = ['quic', 'background-networking', 'component-update', 'sync'].map(
    (name) => `--disable-${name}`,
  )
  const browser = await chromium.launch({
    executablePath: `/usr/bin/${PROGRAM}`,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', ...quiet],
  })
  return {
    visit: (url, options) => visit(browser, url, options),
    [Symbol.asyncDispose]: () => browser.close(),
  }
}

async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visit> {
  const { user = 'admin', width = 1280, scheme = 'light', locale = 'en-US', path = '/' } = options
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    locale,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    // The browser reports every answer that is not a success. Tests check those where they matter.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      problems.push(message.text())
  })
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) problems.push(`asked ${request.url()}`)
  })
  if (options.before !== undefined) await page.addInitScript(options.before)
  await page.goto(new URL(path, url).href)
  if (user !== null) await logIn(page, user, options.password ?? adminPassword)
  return { page, problems, axe: () => axe(page), [Symbol.asyncDispose]: () => context.close() }
}

/** Fills in the log-in form and waits for what is behind it. */
export async function logIn(page: Page, user: string, password: string): Promise<void> {
  await page.locator('input[autocomplete=username]').fill(user)
  await page.locator('input[autocomplete=current-password]').fill(password)
  await page.keyboard.press('Enter')
  await page.locator('main#main').waitFor()
}

async function axe(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>('globalThis.axe !== undefined'))) await page.evaluate(axeSource)
  const violations = await page.evaluate<Pick<Result, 'id' | 'nodes'>[]>(
    "axe.run('html', { resultTypes: ['violations'] }).then(({ violations }) => violations)",
  )
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)
}
