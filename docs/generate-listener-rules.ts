// Writes docs/listener-rules.schema.json from the schema of the rules: `node_modules/.bin/node docs/generate-listener-rules.ts`.

import { writeFileSync } from 'node:fs'
import { listenerRulesSchema } from './listener-rules-schema.ts'

writeFileSync(new URL('./listener-rules.schema.json', import.meta.url), await listenerRulesSchema())
