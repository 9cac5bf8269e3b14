import { readFileSync } from 'node:fs'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}

/** The version of this program, for example `0.1.0`. */
export const VERSION = version

/** How this program names itself in its requests; those to a registry make no event. */
export const USER_AGENT = `Bellbuoy/${VERSION}`
