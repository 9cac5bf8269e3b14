import { Alert, Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { DeviceLoginResponse } from '../../../src/contract/people/device-login.ts'
import { useApproveDeviceLogin, useDenyDeviceLogin } from '../../api/device-logins.ts'
import { Facts } from '../../parts/facts.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'
import { type TokenExtent, TokenFields } from './token-fields.tsx'
import { limitsOf } from './token-limits.ts'

/** Who asks, and the two answers. Somebody else may have sent the link, so only who compares the codes can approve (RFC 8628, section 5.4). */
export function DeviceDecision({ login }: { readonly login: DeviceLoginResponse }) {
  const t = useText()
  const approve = useApproveDeviceLogin(login.user_code)
  const deny = useDenyDeviceLogin(login.user_code)
  const [isSame, setSame] = useState(false)
  const [extent, setExtent] = useState<TokenExtent>({
    days: 30,
    limits: { isReadOnly: false, projects: null },
  })
  if (approve.isSuccess) return <Ended title={t.deviceLogin.approved(login.client)} color="teal" />
  if (deny.isSuccess) return <Ended title={t.deviceLogin.denied(login.client)} color="gray" />
  const permissions = limitsOf(extent.limits)
  const error = approve.error ?? deny.error
  const isIncomplete = !isSame || extent.limits.projects?.length === 0
  return (
    <Stack>
      <WhoAsks login={login} />
      <Checkbox
        label={t.deviceLogin.same}
        checked={isSame}
        onChange={(event) => setSame(event.currentTarget.checked)}
      />
      <TokenFields extent={extent} onChange={setExtent} />
      {error !== null && <FailureNote error={error} />}
      <Group justify="flex-end">
        <Button variant="default" loading={deny.isPending} onClick={() => deny.mutate()}>
          {t.deviceLogin.deny}
        </Button>
        <Button
          disabled={isIncomplete}
          loading={approve.isPending}
          onClick={() =>
            approve.mutate({ duration: extent.days, ...(permissions !== undefined && { permissions }) })
          }
        >
          {t.deviceLogin.approve}
        </Button>
      </Group>
    </Stack>
  )
}

function WhoAsks({ login }: { readonly login: DeviceLoginResponse }) {
  const t = useText()
  const { user_code: code, client, client_address: address, is_own_address: isOwn, created_at: at } = login
  return (
    <>
      <Text ff="monospace" fz="2rem" fw={700} ta="center">
        {code}
      </Text>
      <Facts
        facts={[
          [t.deviceLogin.client, client],
          [t.deviceLogin.address, isOwn ? t.deviceLogin.ownAddress(address) : address],
          [t.deviceLogin.since, <Time key="since" at={at} />],
        ]}
      />
      <Alert
        color={isOwn ? 'blue' : 'orange'}
        icon={<TriangleAlert size={18} />}
        title={isOwn ? t.deviceLogin.beware : t.deviceLogin.otherAddress}
      >
        {t.deviceLogin.bewareSays}
      </Alert>
    </>
  )
}

function Ended({ title, color }: { readonly title: string; readonly color: string }) {
  const t = useText()
  return (
    <Alert color={color} icon={<CircleCheck size={18} />} title={title} role="status">
      {t.deviceLogin.close}
    </Alert>
  )
}
