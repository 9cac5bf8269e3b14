import { Button, Group, Menu, Text } from '@mantine/core'
import { Download } from 'lucide-react'
import { exportAddress } from '../../../api/history.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { zoneText } from '../../../parts/time/clock-text.ts'
import { useText } from '../../../text/text-provider.tsx'

interface ListToolsProps {
  readonly scope: Scope
  readonly kind: 'events' | 'deliveries'
  /** What the list is asked for. */
  readonly query: Readonly<Record<string, string | number | undefined>>
}

/** The zone of all times of the list, and its export. */
export function ListTools({ scope, kind, query }: ListToolsProps) {
  const t = useText()
  return (
    <Group gap="sm">
      <Text size="sm" c="dimmed">
        {t.lists.zone(zoneText())}
      </Text>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" size="xs" leftSection={<Download size={14} aria-hidden />}>
            {t.lists.export}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(['csv', 'ndjson'] as const).map((format) => (
            <Menu.Item
              key={format}
              component="a"
              href={exportAddress(scope, kind, { ...query, format })}
              download={`${kind}.${format}`}
            >
              {t.lists.exportAs(format.toUpperCase())}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}
