/** A time of the API in whole seconds, in UTC: `2026-11-30 10:28:01Z`. Empty for none. */
export function whole(time: string | undefined): string {
  if (time === undefined || time === '') return ''
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? time : `${date.toISOString().slice(0, 19).replace('T', ' ')}Z`
}
