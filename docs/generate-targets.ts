// Writes the options into the pages of docs/targets/, and the list of them: `node_modules/.bin/node docs/generate-targets.ts`.

import { writeFileSync } from 'node:fs'
import { targetPages, targetsIndex } from './target-pages.ts'

for (const { file, text } of [...targetPages(), targetsIndex()]) writeFileSync(file, text)
