// Writes docs/settings.md and the files of deploy/ that list the settings, from their table:
// `node_modules/.bin/node docs/generate-settings.ts`.

import { writeFileSync } from 'node:fs'
import { exampleFile, settingsSchema } from './settings-file.ts'
import { settingsPage } from './settings-page.ts'

writeFileSync(new URL('./settings.md', import.meta.url), settingsPage())
writeFileSync(new URL('../deploy/bellbuoy.example.yml', import.meta.url), exampleFile())
writeFileSync(new URL('../deploy/bellbuoy.schema.json', import.meta.url), settingsSchema())
