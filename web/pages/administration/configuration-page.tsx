import { Card, Stack, Tabs } from '@mantine/core'
import { useConfiguration } from '../../api/system.ts'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { LegalHolds } from './legal-holds.tsx'
import { Maintenance } from './maintenance.tsx'
import { RetrySettings } from './retry-settings.tsx'

/** Configuration → System Settings, where Harbor has them. */
export function ConfigurationPage() {
  const t = useText()
  const configuration = useConfiguration()
  return (
    <>
      <PageHead title={t.places.configuration} />
      <Tabs defaultValue="system">
        <Tabs.List mb="lg">
          <Tabs.Tab value="system">{t.configuration.system}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="system">
          <Loaded query={configuration}>
            {({ body: settings, etag }) => (
              <Stack maw={760}>
                <Maintenance isOn={settings.notification_enable.value} etag={etag} />
                <LegalHolds />
                <Card>
                  <RetrySettings settings={settings} />
                </Card>
              </Stack>
            )}
          </Loaded>
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
