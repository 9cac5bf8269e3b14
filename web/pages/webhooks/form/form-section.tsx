import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../../text/text-provider.tsx'
import type { Section } from './sections.ts'

interface FormSectionProps {
  readonly section: Section
  /** Under the title, instead of what the section is for. */
  readonly says?: ReactNode
  readonly children: ReactNode
}

/** A section of the form: its title beside its fields, above them where there is no room. */
export function FormSection({ section, says, children }: FormSectionProps) {
  const { titles, hints } = useText().policyForm
  return (
    <section className="form-section" id={section} aria-labelledby={`${section}-title`}>
      <div>
        <Title order={2} size="h5" id={`${section}-title`}>
          {titles[section]}
        </Title>
        <Text size="xs" c="dimmed" component="div" mt={2}>
          {says ?? hints[section]}
        </Text>
      </div>
      <Stack gap="sm">{children}</Stack>
    </section>
  )
}
