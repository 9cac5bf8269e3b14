/** What takes the most room: the payloads that were sent, and the records of attempts. */
export interface Bodies {
  /**
   * Removes those of deliveries that were created before a time and have ended, as far as one slice goes. Their events, the deliveries and
   * all totals stay, and the audit knows what was removed. On PostgreSQL a whole range of ids goes at a time, once all of it is that old.
   *
   * @returns whether there is more to remove now
   */
  remove: (createdBeforeMs: number) => Promise<boolean>
}
