// Writes test/golden/samples/ from the code: `node_modules/.bin/node test/write-golden-samples.ts`. Look at what it changed
// with `git diff`: every change there is one that receivers will see.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { samplePayloads } from './support/events/sample-payloads.ts'

const folder = fileURLToPath(new URL('./golden/', import.meta.url))
rmSync(`${folder}samples`, { recursive: true, force: true })
for (const { path, text } of samplePayloads()) {
  const file = `${folder}${path}.json`
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
