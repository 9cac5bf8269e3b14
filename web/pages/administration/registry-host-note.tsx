import { Alert, Text, Tooltip } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import type { RegistryHostBlock } from '../../../src/contract/sources/source.ts'
import { useText } from '../../text/text-provider.tsx'

interface RegistryHostProps {
  /** Absent for sources that are parts of Bellbuoy. */
  readonly host: RegistryHostBlock | undefined
}

/** The registry host of a source in a table. */
export function RegistryHost({ host }: RegistryHostProps) {
  const t = useText()
  if (host === undefined) return null
  const { value, origin } = host
  if (value !== null || origin === 'setting') return <span className="mono">{value}</span>
  return (
    <Tooltip label={t.sources.noHost[origin]} multiline maw={320}>
      <Text span size="sm" c="dimmed" tabIndex={0}>
        {t.sources.notSet}
      </Text>
    </Tooltip>
  )
}

/** Says what is missing while the registry host of a source is not set, and which hosts its clients have sent. */
export function RegistryHostNote({ host }: RegistryHostProps) {
  const t = useText()
  if (host === undefined || host.origin === 'setting') return null
  const hosts = host.reported.map((one) => one.host)
  return (
    <Alert color="yellow" icon={<TriangleAlert size={18} />}>
      {t.sources.noHost[host.origin]}
      {hosts.length > 0 && (
        <Text size="sm" mt="xs">
          {t.sources.reportedHosts(hosts.join(', '))}
        </Text>
      )}
    </Alert>
  )
}
