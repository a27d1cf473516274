// Where things stand on the sheet: minutes to pixels and back, lanes for rows that overlap, column widths, snapping.
// Plain functions over numbers; they know nothing of the DOM.
import type { HourMark } from '../generated/types'

/** Pixels per minute: 5 minutes are 6 px, an hour is 72. */
export const PPM = 1.2
export const TICK = 5
export const HEAD = 56
export const GUTTER = 48
/** Air between the heads and the first line. */
export const AIR = 6
/** Narrower than this a card cannot hold a first name and a mark; the sheet scrolls sideways instead. */
export const NARROWEST = 92
export const STRIP = 36

export const y = (minute: number, first: number): number => (minute - first) * PPM

export const minuteAt = (offset: number, first: number): number => offset / PPM + first

export const snap = (minute: number, step: number = TICK): number => Math.round(minute / step) * step

/** A drag keeps its time until the hand has clearly moved up or down: reassigning must not shift a row by accident. */
export function draggedMinute(from: number, dy: number, slack = 12): number {
  return Math.abs(dy) <= slack ? from : snap(from + dy / PPM)
}

export interface Columns {
  unassigned: number
  column: number
  total: number
}

/** Widths of the first column and the others, for `room` pixels right of the gutter. */
export function columnWidths(room: number, count: number, open: boolean): Columns {
  const shares = count + (open ? 1 : 0)
  const even = (room - (open ? 0 : STRIP)) / Math.max(1, shares)
  const column = Math.max(NARROWEST, even)
  const unassigned = open ? column : STRIP
  return { unassigned, column, total: unassigned + column * count }
}

/** Which column `x` (from the start of the columns) is over: -1 is the first one, null none. */
export function columnAt(x: number, widths: Columns, count: number): number | null {
  if (x < 0) return null
  if (x < widths.unassigned) return -1
  const index = Math.floor((x - widths.unassigned) / widths.column)
  return index < count ? index : null
}

/** Where column `i` begins, from the start of the grid: 0 is the first one, behind the time axis. */
export const leftOf = (i: number, widths: Columns): number => GUTTER + (i <= 0 ? 0 : widths.unassigned + (i - 1) * widths.column)

export const widthOf = (i: number, widths: Columns): number => (i <= 0 ? widths.unassigned : widths.column)

/** Columns kept ready on each side of the view, so that a slow scroll shows no gap. */
const SPARE = 2

/** The columns to draw for a view of `room` pixels scrolled by `scrolled`: from the first to before the last. The rest is not in the document. */
export function columnsInView(scrolled: number, room: number, widths: Columns, count: number): { from: number; until: number } {
  const at = (x: number) => 1 + Math.floor((x - GUTTER - widths.unassigned) / widths.column)
  const clamp = (i: number) => Math.min(count + 1, Math.max(0, i))
  return { from: clamp(at(scrolled + GUTTER) - SPARE), until: clamp(at(scrolled + room) + 1 + SPARE) }
}

export interface Stretch {
  from: number
  until: number
}

export interface Lane {
  lane: number
  lanes: number
}

/** Side-by-side places for stretches that overlap; touching is not overlapping. Keeps the order given for equal starts. */
export function lanes(stretches: Stretch[]): Lane[] {
  const order = stretches.map((_, i) => i).sort((a, b) => stretches[a]!.from - stretches[b]!.from || a - b)
  const out: Lane[] = stretches.map(() => ({ lane: 0, lanes: 1 }))
  let cluster: number[] = []
  let ends: number[] = []
  const close = () => {
    for (const i of cluster) out[i]!.lanes = ends.length
    cluster = []
    ends = []
  }
  for (const i of order) {
    const { from, until } = stretches[i]!
    if (ends.length && ends.every((end) => end <= from)) close()
    const free = ends.findIndex((end) => end <= from)
    const lane = free < 0 ? ends.length : free
    ends[lane] = until
    out[i]!.lane = lane
    cluster.push(i)
  }
  close()
  return out
}

/** What is left of a stretch that another one covers in part: its head, or its tail, or nothing worth drawing. */
export function uncovered(stretch: Stretch, others: Stretch[], least = 15): Stretch | null {
  let { from, until } = stretch
  for (const other of others) {
    if (other.until <= from || other.from >= until) continue
    if (other.from - from >= least) until = other.from
    else if (until - other.until >= least) from = other.until
    else return null
  }
  return { from, until }
}

/** The wall clock at an elapsed minute, right also on a day whose clocks change. */
export function clockAt(minute: number, marks: HourMark[]): string {
  const base = markBefore(minute, marks)
  if (!base) return pad(minute)
  const [hours = 0, minutes = 0] = base.label.split(':').map(Number)
  return pad(hours * 60 + minutes + (minute - base.minute))
}

/** The start of a row at an elapsed minute, as it is asked for: an hour that comes twice is told with its offset the second time. */
export const startOn = (date: string, minute: number, marks: HourMark[]): string =>
  `${date}T${clockAt(minute, marks)}${markBefore(minute, marks)?.offset ?? ''}`

/** The elapsed minute of a start on this day; null when no hour of the day is its. */
export function minuteOn(start: string, marks: HourMark[]): number | null {
  const [clock, offset] = [start.slice(11, 16), start.slice(16)]
  const minute = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
  const within = (mark: HourMark) => minute - Number(mark.label.slice(0, 2)) * 60 - Number(mark.label.slice(3, 5))
  const base = marks.findLast((mark) => mark.offset === offset && within(mark) >= 0 && within(mark) < 60)
  return base ? base.minute + within(base) : null
}

const markBefore = (minute: number, marks: HourMark[]): HourMark | undefined => marks.findLast((mark) => mark.minute <= minute)

function pad(minute: number): string {
  const day = ((minute % 1440) + 1440) % 1440
  return `${String(Math.floor(day / 60)).padStart(2, '0')}:${String(Math.floor(day % 60)).padStart(2, '0')}`
}
