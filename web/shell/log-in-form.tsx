import { Button, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLogIn, useSystemInfo } from '../api/session.ts'
import { FailureNote } from '../parts/failure-note.tsx'
import { SecretInput } from '../parts/fields/secret-input.tsx'
import { useText } from '../text/text-provider.tsx'

/** @param props.name fixed when the same user logs in again */
export function LogInForm({ name }: { readonly name?: string }) {
  const t = useText()
  const logIn = useLogIn()
  const [principal, setPrincipal] = useState(name ?? '')
  const [password, setPassword] = useState('')
  const info = useSystemInfo()
  const oidcLogin = `/c/oidc/login?${new URLSearchParams({ redirect_url: location.pathname + location.search })}`
  const isComplete = principal !== '' && password !== ''
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isComplete) logIn.mutate({ principal, password })
      }}
    >
      <Stack>
        <TextInput
          label={t.login.name}
          value={principal}
          onChange={(event) => setPrincipal(event.currentTarget.value)}
          readOnly={name !== undefined}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus={name === undefined ? true : undefined}
          autoFocus={name === undefined}
        />
        <SecretInput
          label={t.login.password}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          data-autofocus={name === undefined ? undefined : true}
          autoFocus={name !== undefined}
        />
        {logIn.error && <FailureNote error={logIn.error} says={t.login.refused} />}
        <Button type="submit" disabled={!isComplete} loading={logIn.isPending} fullWidth>
          {t.login.submit}
        </Button>
        {info.data?.oidc_provider_name !== undefined && (
          <Button component="a" href={oidcLogin} variant="default" fullWidth>
            {t.login.by(info.data.oidc_provider_name)}
          </Button>
        )}
      </Stack>
    </form>
  )
}
