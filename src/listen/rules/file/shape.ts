/** As much of a schema as reading needs; `expects` says in words what the value must be. */
export interface Shape {
  readonly type?: string
  readonly anyOf?: readonly Shape[]
  readonly enum?: readonly string[]
  readonly properties?: Readonly<Record<string, Shape>>
  /** Of an object whose keys have no names of ours: one entry, for all of them. */
  readonly patternProperties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly items?: Shape
  readonly minItems?: number
  readonly expects?: string
}

/** The shape of what stands under a key; undefined where there is no such key. */
export function shapeUnder(
  { properties = {}, patternProperties = {} }: Shape,
  key: string,
): Shape | undefined {
  return Object.hasOwn(properties, key) ? properties[key] : Object.values(patternProperties)[0]
}

/** The shapes that a value may have. */
export function branchesOf(shape: Shape): readonly Shape[] {
  return shape.anyOf ?? [shape]
}
