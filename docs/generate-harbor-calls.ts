// Writes docs/harbor-calls.md from the list of Harbor's calls: `node_modules/.bin/node docs/generate-harbor-calls.ts`.

import { writeFileSync } from 'node:fs'
import { harborCallsPage } from './harbor-calls-page.ts'

writeFileSync(new URL('./harbor-calls.md', import.meta.url), harborCallsPage())
