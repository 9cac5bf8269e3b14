import { type Session, question } from './session.ts'

const SELECT = question(`select value from setting where name = 'rules_revision'`)

/** The revision of the rules: how often projects, policies and settings have changed. It stays until the transaction has ended. */
export async function revisionOf(session: Session): Promise<number> {
  const [row] = await session.ask<{ value: string }>(SELECT)
  return Number(row?.value)
}
