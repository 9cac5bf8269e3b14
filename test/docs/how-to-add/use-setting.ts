// Uses the setting that how-to-add.test.ts has added.

import { settingsPage } from '../../../docs/settings-page.ts'
import { readConfig } from '../../../src/config.ts'

const read = (environment: Record<string, string>) => readConfig({ file: '/dev/null', environment })

console.log(
  JSON.stringify({
    unset: read({}),
    set: read({ BELLBUOY_GREETING: 'hello' }),
    page: settingsPage().includes('BELLBUOY_GREETING'),
  }),
)
