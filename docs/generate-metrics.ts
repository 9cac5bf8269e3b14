// Writes docs/metrics.md from the table of metrics: `node_modules/.bin/node docs/generate-metrics.ts`.

import { writeFileSync } from 'node:fs'
import { metricsPage } from './metrics-page.ts'

writeFileSync(new URL('./metrics.md', import.meta.url), metricsPage())
