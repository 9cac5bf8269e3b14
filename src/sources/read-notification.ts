import type { NotificationReading } from '../domain/body/body-reader.ts'
import type { SourceReading } from '../domain/registry/source.ts'
import { SOURCE_KINDS } from './source-kinds.ts'

const KINDS = new Map(SOURCE_KINDS.map((kind) => [kind.kind, kind]))

/** Reads the entries of a notification, each as it is asked for: see `SourceKind`. */
export function readNotification(
  body: unknown,
  { kind: name, settings, frame }: NotificationReading,
): Iterable<SourceReading> {
  const kind = KINDS.get(name)
  if (kind === undefined) throw new Error(`there is no kind of source ${name}`)
  return kind.read(body, settings, frame)
}
