// Writes the options in docs/listener.md from src/cli/listen/options.ts: `node_modules/.bin/node docs/generate-listener-options.ts`.

import { readFileSync, writeFileSync } from 'node:fs'
import { withListenerOptions } from './listener-options-section.ts'

const page = new URL('./listener.md', import.meta.url)
writeFileSync(page, withListenerOptions(readFileSync(page, 'utf8')))
