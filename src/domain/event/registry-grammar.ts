// The grammars of Distribution (`reference/regexp.go`, `go-digest`): what does not fit them is no registry's doing.
export const REPOSITORY =
  /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/
export const TAG = /^\w[\w.-]{0,127}$/
export const DIGEST = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/
/** Helm's names of charts (`pkg/chart/metadata.go`), and the versions of SemVer. */
export const CHART_NAME = /^[a-zA-Z0-9._-]+$/
export const CHART_VERSION = /^[\w.+-]+$/
