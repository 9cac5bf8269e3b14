/** What a round measures; NaN where a figure does not apply, or cannot be measured on this system. */
export type Round = Readonly<Record<FigureName, number>>
export type FigureName = keyof typeof FIGURES

interface Figure {
  readonly label: string
  readonly digits: number
}

/** Times of events count from when the notification was sent or, at a fixed rate, was to be sent. CPU is that of the server. */
export const FIGURES = {
  deliveriesPerSecond: { label: 'deliveries/s', digits: 0 },
  requestsPerSecond: { label: 'requests/s', digits: 0 },
  /** Until the last run has ended. */
  runsPerSecond: { label: 'runs/s', digits: 0 },
  arrivalP50Ms: { label: 'arrival p50, ms', digits: 1 },
  arrivalP99Ms: { label: 'arrival p99, ms', digits: 1 },
  answerP50Ms: { label: 'answer p50, ms', digits: 1 },
  answerP99Ms: { label: 'answer p99, ms', digits: 1 },
  /** With what it still had to do when the last webhook had arrived, if it comes to rest at all. */
  cpuSecondsPer1000: { label: 'CPU s per 1000 deliveries', digits: 3 },
  mainSecondsPer1000: { label: '  of the main thread', digits: 3 },
  writerSecondsPer1000: { label: '  of the SQLite writer', digits: 3 },
  otherSecondsPer1000: { label: '  of others', digits: 3 },
  databaseSecondsPer1000: { label: 'CPU s of PostgreSQL', digits: 3 },
  logBytes: { label: 'bytes in its log for each', digits: 0 },
  claimsPer1000Events: { label: 'claims per 1000 events', digits: 0 },
  residentMib: { label: 'memory, MiB', digits: 0 },
  /** After the main thread has collected all garbage. */
  collectedMib: { label: '  without garbage, MiB', digits: 0 },
  liveHeapMib: { label: '  live heap, MiB', digits: 0 },
  /** CPU seconds per second of each process while the load ran. */
  serverCores: { label: 'cores of the server', digits: 2 },
  /** Of each process, where there are several. */
  coresOfProcess1: { label: '  of its process 1', digits: 2 },
  coresOfProcess2: { label: '  of its process 2', digits: 2 },
  coresOfProcess3: { label: '  of its process 3', digits: 2 },
  coresOfProcess4: { label: '  of its process 4', digits: 2 },
  loadCores: { label: 'cores of the load', digits: 2 },
  receiverCores: { label: 'cores of the receiver', digits: 2 },
  /** Of the listener and of all that it has started. */
  treeSecondsPer1000: { label: 'CPU s per 1000 runs', digits: 3 },
  payloadBytes: { label: 'payload bytes', digits: 0 },
  refusals: { label: 'answers 503', digits: 0 },
} as const satisfies Record<string, Figure>

/** Of a round that measures none of them. */
export const NO_FIGURES = Object.fromEntries(Object.keys(FIGURES).map((name) => [name, Number.NaN])) as Round

export const FIGURE_NAMES = Object.keys(FIGURES) as readonly FigureName[]

/** In the order of the processes. */
export const PROCESS_CORES = [
  'coresOfProcess1',
  'coresOfProcess2',
  'coresOfProcess3',
  'coresOfProcess4',
] as const satisfies readonly FigureName[]
