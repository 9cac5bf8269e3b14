// Writes docs/command-line.md from the commands themselves: `node_modules/.bin/node docs/generate-command-line.ts`.

import { writeFileSync } from 'node:fs'
import { commandLinePage } from './command-line-page.ts'

writeFileSync(new URL('./command-line.md', import.meta.url), commandLinePage())
