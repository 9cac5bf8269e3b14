import { Select, SimpleGrid, Stack } from '@mantine/core'
import type { OptionsSchema } from '../../../../api/target-kinds.ts'
import { FieldsIn, useFieldError } from '../../../../parts/fields/field-errors.tsx'
import { SecretInput } from '../../../../parts/fields/secret-input.tsx'
import { useText } from '../../../../text/text-provider.tsx'
import type { TargetForm } from '../../policy-form.ts'
import { type Login, loginOf, loginsFor, withLogin } from './authentication.ts'
import { OptionChoice, OptionSecret, OptionText } from './option-inputs.tsx'
import type { OptionsAt } from './options-at.ts'

interface AuthenticationFieldsProps {
  readonly target: TargetForm
  readonly schema: OptionsSchema | undefined
  readonly at: OptionsAt
  readonly onChange: (target: TargetForm) => void
}

/** How requests to the target log in: the one place for it, whichever part of the API it belongs to. */
export function AuthenticationFields({ target, schema, at, onChange }: AuthenticationFieldsProps) {
  const t = useText()
  const login = loginOf(target)
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={t.policy.authentication}
          data={loginsFor(target, schema).map((one) => ({ value: one, label: t.authentication[one] }))}
          value={login}
          allowDeselect={false}
          onChange={(one) => onChange(withLogin(target, one ?? login))}
        />
        <FirstField login={login} target={target} at={at} onChange={onChange} />
      </SimpleGrid>
      <FieldsIn path="options">
        {login === 'basic' && (
          <OptionSecret at={at} path="basic.password" label={t.login.password} isRemovable />
        )}
        {login === 'oauth2' && <ClientFields at={at} />}
      </FieldsIn>
    </Stack>
  )
}

interface FirstFieldProps extends Pick<AuthenticationFieldsProps, 'target' | 'at' | 'onChange'> {
  readonly login: Login
}

/** What the way to log in asks for first. */
function FirstField({ login, target, at, onChange }: FirstFieldProps) {
  const t = useText()
  const error = useFieldError('authenticationValue')
  if (login === 'none' || login === 'stored') return null
  if (login === 'header' || login === 'secret')
    return (
      <SecretInput
        label={t.authentication[login]}
        description={login === 'header' ? t.policy.headerHint : t.policy.secretHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={target.authenticationValue}
        onChange={(event) => onChange({ ...target, authenticationValue: event.currentTarget.value })}
        withAsterisk
        error={error}
        autoComplete="off"
      />
    )
  return (
    <FieldsIn path="options">
      {login === 'bearer' && (
        <OptionSecret at={at} path="bearer.token" label={t.targetOptions.token} isRequired />
      )}
      {login === 'basic' && <OptionText at={at} path="basic.username" label={t.login.name} isRequired />}
      {login === 'oauth2' && (
        <OptionText
          at={at}
          path="oauth2.token_url"
          label={t.targetOptions.tokenUrl}
          placeholder="https://login.example.com/oauth2/token"
          isRequired
        />
      )}
    </FieldsIn>
  )
}

/** The client of OAuth 2 client credentials. */
function ClientFields({ at }: { readonly at: OptionsAt }) {
  const t = useText()
  const words = t.targetOptions
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <OptionText at={at} path="oauth2.client_id" label={words.clientId} isRequired />
      <OptionSecret at={at} path="oauth2.client_secret" label={words.clientSecret} isRequired />
      <OptionText at={at} path="oauth2.scope" label={words.scope} />
      <OptionText at={at} path="oauth2.audience" label={words.audience} />
      <OptionChoice
        at={at}
        path="oauth2.auth_style"
        label={words.clientSends}
        choices={words.clientSendsIn}
      />
    </SimpleGrid>
  )
}
