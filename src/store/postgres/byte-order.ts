import {
  type ColumnDefinitionNode,
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type RootOperationNode,
  sql,
} from 'kysely'

const TEXT = sql`text`.toOperationNode()
const TEXT_IN_BYTE_ORDER = sql`text collate "C"`.toOperationNode()

/**
 * For migrations: has new columns of text compare it byte by byte, as SQLite and JavaScript do. The order of a language depends on the
 * server's libraries, and an index becomes wrong when they change theirs.
 */
export const byteOrder: KyselyPlugin = {
  transformQuery: ({ node }: PluginTransformQueryArgs): RootOperationNode => transformer.transformNode(node),
  transformResult: ({ result }) => Promise.resolve(result),
}

class ByteOrder extends OperationNodeTransformer {
  protected override transformColumnDefinition(node: ColumnDefinitionNode): ColumnDefinitionNode {
    const column = super.transformColumnDefinition(node)
    return isText(column) ? { ...column, dataType: TEXT_IN_BYTE_ORDER } : column
  }
}

const transformer = new ByteOrder()

/** Migrations say `'text'` or `` sql`text` ``. */
function isText({ dataType }: ColumnDefinitionNode): boolean {
  return JSON.stringify(dataType) === JSON.stringify(TEXT) || isNamed(dataType, 'text')
}

function isNamed(node: object, name: string): boolean {
  return 'dataType' in node && node.dataType === name
}
