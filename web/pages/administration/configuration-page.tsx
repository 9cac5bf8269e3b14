import { Card, Checkbox, Stack, Tabs, Text } from '@mantine/core'
import { useState } from 'react'
import { SYSTEM_SCOPE } from '../../api/client/scope.ts'
import { useChangeConfiguration, useConfiguration } from '../../api/system.ts'
import { ConfirmDialog } from '../../parts/dialogs/confirm-dialog.tsx'
import { HoldCard } from '../../parts/hold-note.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'
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
                <Card>
                  <WebhooksEnabled isOn={settings.notification_enable.value} etag={etag} />
                </Card>
                <HoldCard scope={SYSTEM_SCOPE} />
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

/** The global switch. It asks before it turns webhooks off: from then on nothing is delivered. */
function WebhooksEnabled({ isOn, etag }: { readonly isOn: boolean; readonly etag: string }) {
  const t = useText()
  const notice = useNotice()
  const change = useChangeConfiguration()
  const [isAsking, setAsking] = useState(false)
  const set = (wanted: boolean): void =>
    change.mutate(
      { wanted: { notification_enable: wanted }, etag },
      {
        onError: (error) => notice.failed(error),
        onSuccess: () => {
          setAsking(false)
          notice.done(t.saved)
        },
      },
    )
  return (
    <>
      <Checkbox
        label={t.configuration.webhooksEnabled}
        description={t.configuration.webhooksEnabledHint}
        checked={isOn}
        disabled={change.isPending}
        onChange={() => (isOn ? setAsking(true) : set(true))}
      />
      <ConfirmDialog
        isOpen={isAsking}
        title={t.configuration.offTitle}
        submit={t.configuration.off}
        isBusy={change.isPending}
        error={change.error}
        onClose={() => setAsking(false)}
        onConfirm={() => set(false)}
      >
        <Text>{t.configuration.offSays}</Text>
      </ConfirmDialog>
    </>
  )
}
