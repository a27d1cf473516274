// A previewed outcome as marks on cards and heads: both ends of a move carry one number, the same as in the panel.
// Reads the sheet as it is and what the core says would happen; decides nothing itself.
import type { Line } from '../desk'
import type { Report, RowReading, SheetReading } from '../generated/types'

export interface Preview {
  line: Line
  report: Report
  /** Who would be out, and when; drawn as a band. */
  out: { staff: string; from: number; until: number } | null
  /** A person who is not there yet and would come: a column of their own. */
  temp: { id: string; name: string; from: number; until: number } | null
  /** Shown while a remedy is hovered: the grid only, no panel. */
  passing: boolean
}

export type Look = 'to' | 'from' | 'lost' | 'un' | 'kept'

export interface Mark {
  look: Look
  number: number | null
  /** The other person of a move; null is nobody. */
  who: string | null
}

export interface NumberedMove {
  number: number
  row: RowReading
  seat: number
  from: string | null
  to: string
}

/** Moves that end with somebody, in the order of the day, numbered from 1. */
export function numberedMoves(sheet: SheetReading, report: Report): NumberedMove[] {
  const rows = rowsById(sheet)
  return report.moved
    .flatMap(({ appointment, seat, from, to }) => {
      const row = rows.get(appointment)
      return row && to ? [{ row, seat, from, to }] : []
    })
    .sort((a, b) => a.row.minute - b.row.minute || a.row.id.localeCompare(b.row.id) || a.seat - b.seat)
    .map((move, i) => ({ number: i + 1, ...move }))
}

export const seatKey = (row: string, seat: number): string => `${row}/${seat}`

export interface Marks {
  /** The card where the seat is now. */
  here: Map<string, Mark>
  /** A further card in another column: person handle, or '' for Unassigned. */
  there: Map<string, { column: string; mark: Mark }>
}

export function marksOfPreview(sheet: SheetReading, report: Report): Marks {
  const here = new Map<string, Mark>()
  const there = new Map<string, { column: string; mark: Mark }>()
  for (const { number, row, seat, from, to } of numberedMoves(sheet, report)) {
    const key = seatKey(row.id, seat)
    here.set(key, { look: 'from', number, who: to })
    there.set(key, { column: to, mark: { look: 'to', number, who: from } })
  }
  for (const { appointment, seat } of lostSeats(report)) {
    const key = seatKey(appointment, seat)
    const held = seatStaff(sheet, appointment, seat)
    here.set(key, { look: held ? 'lost' : 'un', number: null, who: null })
    if (held) there.set(key, { column: '', mark: { look: 'un', number: null, who: null } })
  }
  for (const { appointment, kind } of report.opened) {
    if (kind !== 'bound_absent' || !appointment) continue
    rowsById(sheet).get(appointment)?.seats.forEach((seat, i) => {
      if (seat.assignment === 'bound') here.set(seatKey(appointment, i), { look: 'kept', number: null, who: seat.staff })
    })
  }
  return { here, there }
}

function lostSeats(report: Report): { appointment: string; seat: number }[] {
  const given = report.moved.filter((move) => !move.to)
  return [...report.unplaced, ...given].map(({ appointment, seat }) => ({ appointment, seat }))
}

/** Minutes each person gains (or loses, negative) by the moves. */
export function loadChange(sheet: SheetReading, report: Report): Map<string, number> {
  const rows = rowsById(sheet)
  const change = new Map<string, number>()
  const add = (staff: string | null, minutes: number) => {
    if (staff) change.set(staff, (change.get(staff) ?? 0) + minutes)
  }
  for (const { appointment, from, to } of report.moved) {
    const row = rows.get(appointment)
    if (!row) continue
    add(from, -(row.minutes + row.turnover))
    add(to, row.minutes + row.turnover)
  }
  return change
}

export function rowsById(sheet: SheetReading): Map<string, RowReading> {
  return new Map(sheet.rows.map((row) => [row.id, row]))
}

function seatStaff(sheet: SheetReading, row: string, seat: number): string | null {
  return rowsById(sheet).get(row)?.seats[seat]?.staff ?? null
}

/** Whether a previewed command touches anybody's row: only then is it worth a second look before it is done. */
export function concernsRows(report: Report): boolean {
  return report.moved.length + report.unplaced.length + report.opened.length > 0
}

/** The part of the shown day an absence covers. `until` a date is inclusive, a date-time is half-open. */
export function outOn(date: string, dayMinutes: number, from: string, until: string): { from: number; until: number } | null {
  const start = from.slice(0, 10) < date ? 0 : from.slice(0, 10) > date ? dayMinutes : minutesInto(from)
  const last = until.slice(0, 10)
  const end = last > date ? dayMinutes : last < date ? 0 : until.length > 10 ? minutesInto(until) : dayMinutes
  return end > start ? { from: start, until: end } : null
}

/** The temp a command would bring in. */
export function tempOf(line: Line, report: Report): Preview['temp'] {
  const id = report.created?.kind === 'staff' ? report.created.id : null
  if (line.command !== 'add_temp' || !id) return null
  return { id, name: line.name, from: minutesInto(`0000-00-00T${line.from}`), until: minutesInto(`0000-00-00T${line.until}`) }
}

function minutesInto(local: string): number {
  return local.length > 10 ? Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16)) : 0
}
