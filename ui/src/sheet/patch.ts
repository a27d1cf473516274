// A sheet brought up to date by what differs. What did not change keeps its object, so that comparing afterwards is comparing pointers.
import type { SheetNews } from '../desk'
import type { SheetReading } from '../generated/types'

export function patched(known: SheetReading, { sheet, gone }: Pick<SheetNews, 'sheet' | 'gone'>): SheetReading {
  const rows = new Map(sheet.rows.map((row) => [row.id, row]))
  const columns = new Map(sheet.columns.map((column) => [column.id, column]))
  const left = known.rows.filter((row) => !gone.includes(row.id))
  const before = new Set(known.rows.map((row) => row.id))
  const all = [...left.map((row) => rows.get(row.id) ?? row), ...sheet.rows.filter((row) => !before.has(row.id))]
  return { ...sheet, rows: inOrder(all), columns: known.columns.map((column) => columns.get(column.id) ?? column) }
}

/** As the core sends them: by start, then by handle. */
function inOrder(rows: SheetReading['rows']): SheetReading['rows'] {
  return rows.sort((a, b) => a.minute - b.minute || (a.id < b.id ? -1 : 1))
}
