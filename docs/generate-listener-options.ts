// Writes the options in docs/listener-options.md from src/cli/listen/options.ts: `node_modules/.bin/node docs/generate-listener-options.ts`.

import { readFileSync, writeFileSync } from 'node:fs'
import { withListenerOptions } from './listener-options-section.ts'

const page = new URL('./listener-options.md', import.meta.url)
writeFileSync(page, withListenerOptions(readFileSync(page, 'utf8')))
