// What a card is, by form and fill: the class, icon and word of a row's state. Form says certainty (dashed, solid, pin),
// fill says status. The words come from the caller, in the language of the window.
import type { RowReading, SeatReading } from '../generated/types'

export type Status = 'noshow' | 'cancelled' | 'done' | 'live' | 'arrived' | null

export function statusOf(row: RowReading): Status {
  if (row.status === 'no_show') return 'noshow'
  if (row.status === 'cancelled') return 'cancelled'
  if (row.stage === 'done') return 'done'
  if (row.stage === 'in_service') return 'live'
  return row.arrived ? 'arrived' : null
}

export const STATUS_ICON: Record<Exclude<Status, null>, string> = {
  noshow: 'noshow', cancelled: 'x', done: 'check', live: 'timer', arrived: 'arrived',
}

/** A row that no longer takes anybody's time. */
export const isOver = (row: RowReading): boolean => row.status !== 'booked'

/** Nobody comes so many milliseconds early: a row of tomorrow that is checked in is a slip. */
const EARLY = 12 * 3_600_000

/** Whether the customer of a row may be here: `midnight` is its day's, `now` in milliseconds. */
export const mayBeHere = (row: RowReading, midnight: string, now: number): boolean =>
  row.arrived || Date.parse(midnight) + row.minute * 60_000 - now < EARLY

export function marksOf(row: RowReading, seat: SeatReading): string[] {
  const marks: string[] = []
  if (row.unsettled) marks.push('saving')
  if (row.forced) marks.push('warn')
  if (seat.assignment === 'bound') marks.push('pin')
  if (seat.gender) marks.push(seat.gender === 'F' ? 'woman' : 'man')
  if (row.seats.length > 1) marks.push('couple')
  if (row.note || row.customer_note) marks.push('note')
  return marks
}

/** The classes of a card that is not part of a preview. */
export function lookOf(row: RowReading, seat: SeatReading): string {
  const status = statusOf(row)
  if (status) return status
  if (!seat.staff) return 'un soft'
  if (row.attention.includes('bound_absent')) return 'kept'
  if (seat.assignment === 'provisional') return 'prov'
  return seat.assignment === 'bound' ? 'bound' : ''
}
