import { Table, VisuallyHidden } from '@mantine/core'
import { type ComponentProps, type ReactNode, memo } from 'react'
import { useText } from '../../text/text-provider.tsx'
import { Breakable } from '../breakable.tsx'
import { RowActions } from './row-actions.tsx'

export interface Column<Row> {
  readonly label: string
  readonly show: (row: Row) => ReactNode
  /** Left out: as what it shows needs. */
  readonly width?: string
  /** The name of the row, in bold. */
  readonly isName?: boolean
  /** May break anywhere, as a long path must; a text breaks between its parts first. */
  readonly isPath?: boolean
}

interface RowTableProps<Row> {
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string | number
  readonly columns: readonly Column<Row>[]
  /** The name of a row and the actions of its menu. */
  readonly actions?: (row: Row) => ComponentProps<typeof RowActions>
  /** Less space between rows. */
  readonly isDense?: boolean
}

/** A table of rows. On narrow screens each row is a card and each cell has the label of its column. */
export function RowTable<Row>({ rows, keyOf, columns, actions, isDense = false }: RowTableProps<Row>) {
  const t = useText()
  return (
    <Table className="cards" {...(isDense && { verticalSpacing: 6 })}>
      <Table.Thead>
        <Table.Tr>
          {columns.map(({ label, width }) => (
            <Table.Th key={label} {...(width !== undefined && { w: width })}>
              {label}
            </Table.Th>
          ))}
          {actions !== undefined && (
            <Table.Th>
              <VisuallyHidden>{t.actions}</VisuallyHidden>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Row key={keyOf(row)} row={row} columns={columns} actions={actions} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

type RowProps<Row> = Pick<RowTableProps<Row>, 'columns'> & {
  readonly row: Row
  readonly actions: RowTableProps<Row>['actions'] | undefined
}

function PlainRow<Row>({ row, columns, actions }: RowProps<Row>) {
  return (
    <Table.Tr>
      {columns.map((column) => (
        <Cell key={column.label} column={column} row={row} />
      ))}
      {actions !== undefined && (
        <Table.Td ta="right">
          <RowActions {...actions(row)} />
        </Table.Td>
      )}
    </Table.Tr>
  )
}

/** With columns that stay the same object, a long list renders only its new rows. */
const Row = memo(PlainRow) as typeof PlainRow

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const { label, show, isName = false, isPath = isName } = column
  const shown = show(row)
  return (
    <Table.Td data-label={label} {...(isName && { fw: 600 })} {...(isPath && { className: 'path' })}>
      {isPath && typeof shown === 'string' && shown !== '' ? <Breakable text={shown} /> : shown}
    </Table.Td>
  )
}
