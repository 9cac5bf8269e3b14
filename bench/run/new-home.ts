import type { BellbuoyPlan } from '../servers/bellbuoy.ts'
import type { Bench } from './bench.ts'

/** A folder and an empty database for one Bellbuoy. */
export async function newHome({
  newFolder,
  databases,
  token,
}: Bench): Promise<Pick<BellbuoyPlan, 'folder' | 'database' | 'token'>> {
  const folder = newFolder()
  return { folder, token, database: await databases.create(folder) }
}
