// Writes the last section of docs/reliability.md from the table of test/faults/receivers/: `node_modules/.bin/node docs/generate-receivers.ts`.

import { readFileSync, writeFileSync } from 'node:fs'
import { withReceivers } from './receivers-section.ts'

const page = new URL('./reliability.md', import.meta.url)
writeFileSync(page, withReceivers(readFileSync(page, 'utf8')))
