// Writes docs/decisions/README.md from the notes beside it: `node_modules/.bin/node docs/generate-decisions.ts`.

import { writeFileSync } from 'node:fs'
import { decisionsPage } from './decisions-page.ts'

writeFileSync(new URL('./decisions/README.md', import.meta.url), decisionsPage())
