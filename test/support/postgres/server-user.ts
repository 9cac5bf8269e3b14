/** PostgreSQL and PgBouncer do not run as root; this user is on every system. */
export const NOBODY = { uid: 65_534, gid: 65_534 }
export const isRoot = process.getuid?.() === 0
