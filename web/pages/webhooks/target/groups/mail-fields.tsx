import { SimpleGrid } from '@mantine/core'
import { useText } from '../../../../text/text-provider.tsx'
import { OptionChoice, OptionNumber, OptionSecret, OptionText } from './option-inputs.tsx'
import type { OptionsAt } from './options-at.ts'

/** How mails are written: their sender, and how many events share one. */
export function MailFields({ at }: { readonly at: OptionsAt }) {
  const words = useText().targetOptions
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <OptionText
        at={at}
        path="from"
        label={words.sender}
        hint={words.senderHint}
        placeholder="Registry <registry@example.com>"
      />
      <OptionNumber
        at={at}
        path="digest_seconds"
        label={words.digest}
        hint={words.digestHint}
        unit={words.seconds}
      />
    </SimpleGrid>
  )
}

/** A mail server of the target's own. */
export function MailServerFields({ at }: { readonly at: OptionsAt }) {
  const t = useText()
  const words = t.targetOptions
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <OptionText at={at} path="smtp.host" label={words.host} placeholder="smtp.example.com" isRequired />
      <OptionNumber at={at} path="smtp.port" label={words.port} hint={words.portHint} />
      <OptionChoice at={at} path="smtp.security" label={words.security} choices={words.securities} />
      <OptionText at={at} path="smtp.username" label={t.login.name} />
      <OptionSecret at={at} path="smtp.password" label={t.login.password} isRemovable />
    </SimpleGrid>
  )
}
