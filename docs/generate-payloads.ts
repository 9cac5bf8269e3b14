// Writes docs/payloads.md from the payload formats: `node_modules/.bin/node docs/generate-payloads.ts`.

import { writeFileSync } from 'node:fs'
import { payloadsPage } from './payloads-page.ts'

writeFileSync(new URL('./payloads.md', import.meta.url), await payloadsPage())
