import { Stack, Text } from '@mantine/core'
import type { KeptOutResponse, SourceResponse } from '../../../src/contract/sources/source.ts'
import { useKeptOut } from '../../api/sources.ts'
import { Breakable } from '../../parts/breakable.tsx'
import { CopyBlock } from '../../parts/copy-block.tsx'
import { Dialog } from '../../parts/dialogs/dialog.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { prettyJson } from '../../parts/pretty-json.ts'
import { Time } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'

interface KeptOutDialogProps {
  readonly source: SourceResponse
  readonly onClose: () => void
}

/** What a source sent that became no event: each reason with its count and the last example. */
export function KeptOutDialog({ source, onClose }: KeptOutDialogProps) {
  const t = useText()
  const keptOut = useKeptOut(source.id)
  return (
    <Dialog opened onClose={onClose} title={t.sources.keptOutOf(source.name)} size="xl">
      <Stack>
        <Text>{t.sources.keptOutSays}</Text>
        <Loaded query={keptOut}>
          {(reasons) =>
            reasons.length === 0 ? (
              <Text c="dimmed">{t.sources.nothingKeptOut}</Text>
            ) : (
              reasons.map((one) => <Reason key={one.reason} of={one} />)
            )
          }
        </Loaded>
      </Stack>
    </Dialog>
  )
}

function Reason({ of: { reason, count, last_at, example } }: { readonly of: KeptOutResponse }) {
  const t = useText()
  return (
    <Stack gap={4}>
      <Text fw={600}>
        <Breakable text={t.server(reason)} />
      </Text>
      <Text size="sm" c="dimmed">
        {t.sources.keptOutTimes(count)} <Time at={last_at} isLong />
      </Text>
      {example !== undefined && (
        <CopyBlock label={t.sources.exampleOf(t.server(reason))} content={prettyJson(example)} />
      )}
    </Stack>
  )
}
