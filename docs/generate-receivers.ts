// Writes docs/receivers.md from the table of test/faults/receivers/: `node_modules/.bin/node docs/generate-receivers.ts`.

import { writeFileSync } from 'node:fs'
import { receiversPage } from './receivers-page.ts'

writeFileSync(new URL('./receivers.md', import.meta.url), receiversPage())
