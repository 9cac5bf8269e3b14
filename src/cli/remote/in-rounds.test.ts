import { describe, expect, test } from 'vitest'
import { ApiFailure } from '../../client/api-failure.ts'
import { type Round, inRounds } from './in-rounds.ts'

const words = {
  meanwhile: () => '',
  soFar: ({ done }: { readonly done: number }) => `${String(done)} were done`,
}
const round = (next: number | null): Round<number> => ({
  matched: 3,
  done: 2,
  left: [{ reason: 'was delivered', count: 1 }],
  next,
})

describe('calls that follow each other', () => {
  test('go on by the cursor, and count everything together', async () => {
    const { signal } = new AbortController()
    const cursors: (number | null)[] = []
    const tally = await inRounds(
      async (cursor: number | null) => {
        cursors.push(cursor)
        return round(cursors.length < 3 ? cursors.length : null)
      },
      { signal, ...words },
    )
    expect(cursors).toEqual([null, 1, 2])
    expect(tally).toMatchObject({ matched: 9, done: 6, left: [{ reason: 'was delivered', count: 3 }] })
  })

  test('end between two calls after Ctrl+C, and say how far they came', async () => {
    const ending = new AbortController()
    const end = inRounds(
      async () => {
        ending.abort()
        return round(1)
      },
      { signal: ending.signal, ...words },
    )
    await expect(end).rejects.toMatchObject({ exitCode: 130, message: '2 were done' })
  })

  test('say how far they came when one fails', async () => {
    const { signal } = new AbortController()
    const end = inRounds(
      async (cursor: number | null) => {
        if (cursor !== null) throw new ApiFailure(503, 'the database is away')
        return round(1)
      },
      { signal, ...words },
    )
    await expect(end).rejects.toMatchObject({ exitCode: 69, message: 'the database is away; 2 were done' })
  })
})
