// Writes docs/settings.md from the table of settings: `node_modules/.bin/node docs/generate-settings.ts`.

import { writeFileSync } from 'node:fs'
import { settingsPage } from './settings-page.ts'

writeFileSync(new URL('./settings.md', import.meta.url), settingsPage())
