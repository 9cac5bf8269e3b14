// Writes docs/configuration.schema.json from the schemas of documents: `node_modules/.bin/node docs/generate-configuration-schema.ts`.

import { writeFileSync } from 'node:fs'
import { configurationSchema } from './configuration-schema.ts'

writeFileSync(new URL('./configuration.schema.json', import.meta.url), await configurationSchema())
