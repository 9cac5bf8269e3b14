/** What a manifest refers to: its config, a layer, or one of the manifests of an index. */
export interface Descriptor {
  readonly digest: string
  readonly mediaType: string
  readonly sizeBytes: number
  /** `os/architecture[/variant]` where the referring manifest says it. */
  readonly platform: string | null
}
