// Preloaded by `node --import`, in each thread: has the program take its list of migrations from `schema-versions.ts`. The product knows nothing of it.

import { registerHooks } from 'node:module'
import type { SchemaVersion } from './schema-versions.ts'

/** The environment of a process of another version, as far as tables go. */
export function ofVersion(version: SchemaVersion): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import ${import.meta.url}`, SCHEMA_VERSION: version }
}

const LIST = '/src/store/migrations/migrations.ts'
const REPLACEMENT = new URL('schema-versions.ts', import.meta.url).href

if (process.env['SCHEMA_VERSION'] !== undefined)
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      const isReplaced = found.url.endsWith(LIST) && context.parentURL !== REPLACEMENT
      return isReplaced ? { ...found, url: REPLACEMENT } : found
    },
  })
