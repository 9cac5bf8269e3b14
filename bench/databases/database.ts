/** Where one Bellbuoy stores everything. */
export interface Database {
  /** For `DATABASE_URL`. */
  readonly url: string
  /** Bytes that it takes on disk, its indexes included. */
  readonly bytes: () => Promise<number>
  /** Bytes that were written to the server's log since its start; NaN where there is none. */
  readonly logBytes: () => Promise<number>
  /** CPU seconds that the processes of its server have used; NaN where they cannot be seen. */
  readonly cpuSeconds: () => number
}

/** Where databases come from: files, or a server. */
export interface Databases extends AsyncDisposable {
  /** An empty database for the Bellbuoy with this folder. */
  readonly create: (folder: string) => Promise<Database>
}
