// A previewed report sorted for reading: what waits for a person, what would fix it, who moves. Pure.
import type { RemedyReading, Report, RowReading } from '../generated/types'

export interface Waiting {
  key: string
  row: RowReading | null
  kind: 'no_one' | 'asked' | 'other'
  why: string
}

export function waitingOf(report: Report, rows: Map<string, RowReading>): Waiting[] {
  const unplaced = report.unplaced.map((each) => ({ key: `u${each.appointment}/${each.seat}`, row: rows.get(each.appointment) ?? null, kind: 'no_one' as const, why: each.why }))
  const lost = new Set(report.unplaced.map((each) => each.appointment))
  const opened = report.opened
    .filter((each) => !(each.appointment && lost.has(each.appointment)) && each.kind !== 'name_changed')
    .map((each) => ({ key: `o${each.item}`, row: (each.appointment && rows.get(each.appointment)) || null, kind: each.kind === 'bound_absent' ? ('asked' as const) : ('other' as const), why: each.why }))
  return [...opened, ...unplaced].sort((a, b) => (a.row?.start ?? '').localeCompare(b.row?.start ?? ''))
}

/** Remedies of all unplaced rows, each once, those that clear most first. */
export function fixesOf(report: Report): RemedyReading[] {
  const seen = new Map<string, RemedyReading>()
  for (const { remedies } of report.unplaced) for (const remedy of remedies) seen.set(JSON.stringify(remedy.command), remedy)
  return [...seen.values()].sort((a, b) => b.clears - a.clears)
}

export interface Count { move: number; noOne: number; asked: number }

/** "move" counts the absent person's rows that found somebody; the others make room and are listed, not counted. */
export function countOf(report: Report, absent: string | null): Count {
  const moved = report.moved.filter((move) => move.to && (absent === null || move.from === absent))
  return { move: moved.length, noOne: report.unplaced.length, asked: report.opened.filter((each) => each.kind === 'bound_absent').length }
}

/** How many rows of others move to make room. */
export const makeRoom = (report: Report, absent: string | null): number =>
  absent === null ? 0 : report.moved.filter((move) => move.to && move.from && move.from !== absent).length
