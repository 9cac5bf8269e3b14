import { Button, Card, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useDeviceLogin } from '../../api/device-logins.ts'
import { FailureNote } from '../../parts/failure-note.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { useUrlFilter } from '../../parts/lists/use-url-filter.ts'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { DeviceDecision } from './device-decision.tsx'

/** Where a person lets in the command line that shows them a code. The link of the command line brings the code along. */
export function DevicePage() {
  const t = useText()
  const [{ code = null }, patch] = useUrlFilter(['code'])
  const login = useDeviceLogin(code)
  const isUnknown = code === null || login.error !== null
  return (
    <>
      <PageHead title={t.deviceLogin.title} says={t.deviceLogin.says} />
      <Card maw="36rem">
        {isUnknown ? (
          <Stack>
            {login.error !== null && <FailureNote error={login.error} />}
            <CodeForm key={code} onCode={(typed) => patch({ code: typed })} />
          </Stack>
        ) : (
          <Loaded query={login}>{(found) => <DeviceDecision key={found.user_code} login={found} />}</Loaded>
        )}
      </Card>
    </>
  )
}

function CodeForm({ onCode }: { readonly onCode: (code: string) => void }) {
  const t = useText()
  const [code, setCode] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (code.trim() !== '') onCode(code.trim())
      }}
    >
      <Stack align="flex-start">
        <TextInput
          label={t.deviceLogin.code}
          description={t.deviceLogin.codeHint}
          placeholder="BCDF-GHJK"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={20}
          required
        />
        <Button type="submit">{t.deviceLogin.next}</Button>
      </Stack>
    </form>
  )
}
