/** Rows that a total is spread over, at the most. */
const STRIPES = 64

/**
 * Takes the first stripe that no other transaction has, until this one has ended; part of a `with`. A total is the sum of its stripes, so
 * transactions that add to it do not wait for each other's commit. Where all are taken the first one is shared, and waited for.
 */
export const TAKE_STRIPE = `
  taken as materialized (
    select coalesce((
      select n from generate_series(0, ${STRIPES - 1}) as n where pg_try_advisory_xact_lock(hashtext('stripe'), n) limit 1), 0) as stripe)`
