import { Button, Group, Select, SimpleGrid } from '@mantine/core'
import { KeyRound } from 'lucide-react'
import { useText } from '../../../../text/text-provider.tsx'
import { OptionSecret } from './option-inputs.tsx'
import { type OptionsAt, withOption } from './options-at.ts'
import { newSigningSecret } from './new-signing-secret.ts'

/** Whether requests are signed, and the secret for it. */
export function SigningFields({ at }: { readonly at: OptionsAt }) {
  const words = useText().targetOptions
  const isSigned = at.options['signing'] !== undefined
  const isStored = at.stored['signing'] !== undefined
  const choose = (way: string | null): void =>
    at.onChange(
      withOption(at.options, 'signing', way === 'standard' ? (at.stored['signing'] ?? {}) : undefined),
    )
  return (
    <SimpleGrid cols={{ base: 1, xs: isSigned ? 2 : 1 }}>
      <Select
        label={words.signature}
        data={[
          { value: 'none', label: words.signatures.none },
          { value: 'standard', label: words.signatures.standard },
        ]}
        value={isSigned ? 'standard' : 'none'}
        onChange={choose}
        allowDeselect={false}
      />
      {isSigned && (
        <Group gap="xs" align="flex-end" wrap="nowrap" className="with-button">
          <OptionSecret at={at} path="signing.secret" label={words.signingSecret} isRequired={!isStored} />
          <Button
            variant="default"
            leftSection={<KeyRound size={14} />}
            onClick={() => at.onChange(withOption(at.options, 'signing.secret', newSigningSecret()))}
          >
            {words.createSecret}
          </Button>
        </Group>
      )}
    </SimpleGrid>
  )
}
