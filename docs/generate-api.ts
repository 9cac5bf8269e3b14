// Writes docs/api.md from the calls of the API: `node_modules/.bin/node docs/generate-api.ts`.

import { writeFileSync } from 'node:fs'
import { apiPage } from './api-page.ts'

writeFileSync(new URL('./api.md', import.meta.url), apiPage())
