import { Badge, Group, List, Text } from '@mantine/core'
import type { ResponseBody } from '../../../src/contract/history/history.ts'
import { useText } from '../../text/text-provider.tsx'

const COLORS = { taken: 'teal', deferred: 'yellow', refused: 'red' } as const

interface RecipientListProps {
  readonly recipients: NonNullable<ResponseBody['recipients']>
}

/** The recipients of a mail, each with the answer of the mail server; nothing for other deliveries. */
export function RecipientList({ recipients }: RecipientListProps) {
  const t = useText()
  if (recipients.length === 0) return null
  return (
    <List listStyleType="none" spacing="xs" aria-label={t.history.recipients}>
      {recipients.map(({ address, fate, answer }) => (
        <List.Item key={address}>
          <Group gap="xs">
            <Text className="path">{address}</Text>
            <Badge color={COLORS[fate]}>{t.history.recipientFates[fate]}</Badge>
            <Text size="sm" c="dimmed" className="path">
              {answer}
            </Text>
          </Group>
        </List.Item>
      ))}
    </List>
  )
}
