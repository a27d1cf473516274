// Where the policy of a drop lives: a card let go over a column at a minute becomes one command, or the reason why not.
import type { Line } from '../desk'
import type { Candidate, RowReading } from '../generated/types'
import { type Mode, UNASSIGNED } from './lay'

export interface Drop {
  row: RowReading
  seat: number
  from: string
  to: string
  minute: number
  /** Local start at `minute`. */
  start: string
  mode: Mode
  candidates: Candidate[] | null
}

export type Answer = { line: Line; swap: boolean } | { why: string } | null

/** Null: it came back to where it was. `noOne` is the sentence for a place that is nobody's. */
export function dropOf(drop: Drop, noOne: string): Answer {
  const { row, seat, from, to, minute, start, mode } = drop
  const sameTime = minute === row.minute
  if (from === to) return sameTime ? null : { line: { command: 'move', appointment: row.id, start }, swap: false }
  if (to === UNASSIGNED) return { why: noOne }
  if (mode === 'rooms') return { line: { command: 'change', appointment: row.id, room: to }, swap: false }
  if (!sameTime) return { line: { command: 'move', appointment: row.id, start, staff: staffWith(row, seat, to) }, swap: false }
  return reassignment(drop)
}

function reassignment({ row, seat, to, candidates }: Drop): Answer {
  const candidate = candidates?.find((each) => each.staff === to)
  if (candidate?.code && candidate.swap) {
    return { line: { command: 'swap', a: row.id, b: candidate.swap.appointment, seat_a: seat, seat_b: candidate.swap.seat }, swap: true }
  }
  if (candidate?.code && candidate.code !== 'bound') return { why: candidate.why }
  return { line: { command: 'reassign', appointment: row.id, seat, staff: to }, swap: false }
}

function staffWith(row: RowReading, seat: number, to: string): string | (string | null)[] {
  return row.seats.length === 1 ? to : row.seats.map((each, i) => (i === seat ? to : each.staff))
}
