// Writes a page for each code into docs/errors/, and the tables of docs/errors.md: `node_modules/.bin/node docs/generate-errors.ts`.

import { writeFileSync } from 'node:fs'
import { errorPages } from './error-pages.ts'

for (const { file, text } of errorPages()) writeFileSync(file, text)
