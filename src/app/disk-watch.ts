import { type Config, databasePlace } from '../config.ts'
import type { Clock } from '../domain/clock.ts'
import type { Trouble } from '../domain/problem/problem.ts'
import type { Store } from '../domain/store.ts'
import { diskTrouble } from '../problems/disk-trouble.ts'
import { volumeOf } from './volume.ts'

/** Finds out whether the database soon has no room left. */
export function diskWatch(
  config: Pick<Config, 'databaseUrl' | 'databaseRoom'>,
  store: Pick<Store, 'retention'>,
  clock: Pick<Clock, 'now'>,
): () => Promise<Trouble | null> {
  const place = databasePlace(config)
  const { databaseRoom: limits } = config
  return async () => {
    const volume = await volumeOf(place)
    const databaseBytes = limits.maxGib === 0 ? 0 : await store.retention.databaseBytes()
    return diskTrouble({ ...volume, databaseBytes }, limits, clock.now())
  }
}
