import { SimpleGrid } from '@mantine/core'
import { useText } from '../../../../text/text-provider.tsx'
import {
  OptionChoice,
  OptionLines,
  OptionNumber,
  OptionSecret,
  OptionTags,
  OptionText,
} from './option-inputs.tsx'
import type { OptionsAt } from './options-at.ts'

interface GroupProps {
  readonly at: OptionsAt
}

/** The authorities that certify the target, instead of the usual ones. */
export function AuthorityFields({ at }: GroupProps) {
  const { authorities, authoritiesHint } = useText().targetOptions
  return <OptionLines at={at} path="ca" label={authorities} hint={authoritiesHint} placeholder={PEM} />
}

/** The certificate by which the target knows Bellbuoy. */
export function ClientCertificateFields({ at }: GroupProps) {
  const words = useText().targetOptions
  return (
    <>
      <OptionLines
        at={at}
        path="client_certificate.certificate"
        label={words.certificate}
        hint={words.certificateHint}
        placeholder={PEM}
        isRequired
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <OptionSecret
          at={at}
          path="client_certificate.private_key"
          label={words.privateKey}
          hint={words.privateKeyHint}
          isRequired
        />
        <OptionSecret
          at={at}
          path="client_certificate.passphrase"
          label={words.passphrase}
          hint={words.passphraseHint}
          isRemovable
        />
      </SimpleGrid>
    </>
  )
}

const PEM = '-----BEGIN CERTIFICATE-----'

export function ProxyFields({ at }: GroupProps) {
  const t = useText()
  const words = t.targetOptions
  return (
    <>
      <OptionText
        at={at}
        path="proxy.url"
        label={words.proxyUrl}
        placeholder="http://proxy.example.com:3128"
        isRequired
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <OptionText at={at} path="proxy.username" label={t.login.name} />
        <OptionSecret at={at} path="proxy.password" label={t.login.password} isRemovable />
      </SimpleGrid>
      <OptionTags at={at} path="proxy.no_proxy" label={words.noProxy} hint={words.noProxyHint} />
    </>
  )
}

/** How long an attempt may take, and the version of HTTP. */
export function TimeoutFields({ at, hasVersion }: GroupProps & { readonly hasVersion: boolean }) {
  const words = useText().targetOptions
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <OptionNumber
        at={at}
        path="timeout_seconds"
        label={words.timeout}
        hint={words.timeoutHint}
        unit={words.seconds}
      />
      {hasVersion && (
        <OptionChoice
          at={at}
          path="http_version"
          label={words.httpVersion}
          hint={words.httpVersionHint}
          choices={words.httpVersions}
        />
      )}
    </SimpleGrid>
  )
}
