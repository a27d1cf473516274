// One day's reading as columns of cards: who stands where, in which lane, with which look. Pure; the state class compares
// its answer with what is drawn and replaces only the columns that differ.
import type { Band, ColumnReading, RoomColumn, RowReading, SheetReading } from '../generated/types'
import { clockAt, lanes, uncovered } from './layout'
import { loadChange, type Mark, marksOfPreview, type Marks, type Preview, seatKey } from './preview'
import { isOver, lookOf } from './status'

export type Mode = 'people' | 'rooms'

export interface Head {
  name: string
  temporary: boolean
  out: boolean
  hours: string
  hoursShort: string
  /** Percent of the bookable minutes that are booked; null when there are none. */
  load: number | null
  loadBefore: number | null
  kind: string
}

export interface CardView {
  key: string
  row: RowReading
  seat: number
  column: string
  from: number
  until: number
  lane: number
  lanes: number
  look: string
  mark: Mark | null
}

export interface ColumnView {
  id: string
  head: Head
  bands: Band[]
  cards: CardView[]
}

export interface Wishes {
  mode: Mode
  /** The desk's own order of people; those not named follow in the core's order. */
  order: string[]
  showOff: boolean
}

export const UNASSIGNED = ''

/** Columns as they were laid from the same person and the same rows: those need no second look. */
export interface Laid {
  day: string
  columns: Map<string, { person: object; rows: RowReading[]; view: ColumnView }>
}

export const nothingLaid = (): Laid => ({ day: '', columns: new Map() })

export function lay(sheet: SheetReading, wishes: Wishes, preview: Preview | null, laid: Laid = nothingLaid()): ColumnView[] {
  const day = `${wishes.mode} ${sheet.date} ${sheet.first_minute} ${sheet.last_minute}`
  if (preview || laid.day !== day) laid.columns.clear()
  laid.day = preview ? '' : day
  return wishes.mode === 'rooms' ? layRooms(sheet) : layPeople(sheet, wishes, preview, laid)
}

/** The column as it was laid before, when nothing it is made of is another object. */
function remembered(laid: Laid, person: ColumnReading, cards: CardView[], make: () => ColumnView): ColumnView {
  const before = laid.columns.get(person.id)
  if (before?.person === person && before.rows.length === cards.length && cards.every(({ row }, i) => row === before.rows[i])) return before.view
  const view = make()
  laid.columns.set(person.id, { person, rows: cards.map(({ row }) => row), view })
  return view
}

function layPeople(sheet: SheetReading, wishes: Wishes, preview: Preview | null, laid: Laid): ColumnView[] {
  const marks = preview ? marksOfPreview(sheet, preview.report) : null
  const change = preview ? loadChange(sheet, preview.report) : null
  const cards = peopleCards(sheet, marks)
  const people = [...ordered(sheet.columns, wishes.order), ...comer(sheet, preview)]
  const away = wishes.showOff ? sheet.off_duty.map((person) => offDuty(person.id, person.name)) : []
  const unassigned = column(UNASSIGNED, emptyHead(), [], cards.get(UNASSIGNED) ?? [])
  return [unassigned, ...[...people, ...away].map((person) => remembered(laid, person, cards.get(person.id) ?? [], () => {
    const out = preview?.out?.staff === person.id ? preview.out : null
    const head = personHead(person, sheet, change?.get(person.id) ?? 0, out !== null)
    return column(person.id, head, bandsOf(sheet, person, out), cards.get(person.id) ?? [])
  }))]
}

function layRooms(sheet: SheetReading): ColumnView[] {
  const cards = new Map<string, CardView[]>()
  for (const row of sheet.rows) {
    if (!row.seats.length) continue
    push(cards, row.room ?? UNASSIGNED, card(row, 0, row.room ?? UNASSIGNED, lookOf(row, row.seats[0]!), null))
  }
  const noRoom = column(UNASSIGNED, emptyHead(), [], cards.get(UNASSIGNED) ?? [])
  return [noRoom, ...sheet.rooms.map((room) => column(room.id, roomHead(room, sheet, cards.get(room.id) ?? []), roomBands(sheet, room), cards.get(room.id) ?? []))]
}

function peopleCards(sheet: SheetReading, marks: Marks | null): Map<string, CardView[]> {
  const cards = new Map<string, CardView[]>()
  for (const row of sheet.rows) {
    row.seats.forEach((seat, i) => {
      const key = seatKey(row.id, i)
      const mark = marks?.here.get(key) ?? null
      const home = seat.staff ?? UNASSIGNED
      if (home !== UNASSIGNED || !isOver(row)) push(cards, home, card(row, i, home, mark?.look ?? lookOf(row, seat), mark))
      const there = marks?.there.get(key)
      if (there) push(cards, there.column, card(row, i, there.column, there.mark.look, there.mark))
    })
  }
  return cards
}

/** A cancelled row is one line at its start: the time is free again, and a click below it books. */
const ONE_LINE = 15

function card(row: RowReading, seat: number, column: string, look: string, mark: Mark | null): CardView {
  const end = row.status === 'cancelled' ? Math.min(row.minutes, ONE_LINE) : look === 'from' || look === 'lost' ? row.minutes : row.minutes + row.turnover
  return { key: `${row.id}/${seat}/${look === 'to' ? 'to' : ''}`, row, seat, column, from: row.minute, until: row.minute + end, lane: 0, lanes: 1, look, mark }
}

function column(id: string, head: Head, bands: Band[], cards: CardView[]): ColumnView {
  return { id, head, bands, cards: placed(cards) }
}

/** Ghosts and rows that are over give way to the cards that count; the rest stands side by side where it overlaps. */
function placed(cards: CardView[]): CardView[] {
  const gives = (card: CardView) => card.look === 'from' || card.look === 'lost' || isOver(card.row)
  const firm = cards.filter((card) => !gives(card))
  const places = lanes(firm)
  const standing = firm.map((card, i) => ({ ...card, ...places[i]! }))
  const giving = cards.filter(gives).flatMap((card) => {
    const left = uncovered(card, firm)
    return left ? [{ ...card, ...left }] : []
  })
  return [...standing, ...giving].sort((a, b) => a.from - b.from || a.key.localeCompare(b.key))
}

function ordered(people: ColumnReading[], order: string[]): ColumnReading[] {
  const at = (id: string) => { const i = order.indexOf(id); return i < 0 ? order.length : i }
  return [...people].sort((a, b) => at(a.id) - at(b.id))
}

/** The column of a temp who is only previewed. */
function comer(sheet: SheetReading, preview: Preview | null): ColumnReading[] {
  const temp = preview?.temp
  if (!temp || sheet.columns.some(({ id }) => id === temp.id)) return []
  const hours = [band('working', temp.from, temp.until)]
  return [{ ...offDuty(temp.id, temp.name), temporary: true, hours, bookable: temp.until - temp.from }]
}

function offDuty(id: string, name: string): ColumnReading {
  return { id, name, gender: '', skills: [], temporary: false, hours: [], bands: [], booked: 0, bookable: 0, rows: 0 }
}

const emptyHead = (): Head => ({ name: '', temporary: false, out: false, hours: '', hoursShort: '', load: null, loadBefore: null, kind: '' })

function personHead(person: ColumnReading, sheet: SheetReading, change: number, out: boolean): Head {
  const first = person.hours[0]?.from
  const last = person.hours[person.hours.length - 1]?.until
  const at = (minute: number) => clockAt(minute, sheet.hour_marks)
  const hours = first === undefined || last === undefined ? '' : `${at(first)}–${at(last)}`
  const load = percent(person.booked + change, person.bookable)
  const absent = out || absentNow(person)
  return {
    name: person.name, temporary: person.temporary, out: absent, hours, hoursShort: hours.replaceAll(':00', ''),
    load: absent ? null : load, loadBefore: change && !absent ? percent(person.booked, person.bookable) : null, kind: '',
  }
}

/** Out for the whole of the day's hours. */
function absentNow(person: ColumnReading): boolean {
  const first = person.hours[0]
  const last = person.hours[person.hours.length - 1]
  if (!first || !last) return false
  return person.bands.some((band) => (band.kind === 'absent' || band.kind === 'on_vacation') && band.from <= first.from && band.until >= last.until)
}

function roomHead(room: RoomColumn, sheet: SheetReading, cards: CardView[]): Head {
  const open = sheet.last_minute - sheet.first_minute
  const used = cards.filter((card) => !isOver(card.row)).reduce((sum, card) => sum + card.row.minutes + card.row.turnover, 0)
  return { ...emptyHead(), name: room.name, kind: room.kind, load: percent(used, open) }
}

const percent = (part: number, whole: number): number | null => (whole > 0 ? Math.max(0, Math.round((100 * part) / whole)) : null)

const band = (kind: string, from: number, until: number): Band => ({ kind, from, until, label: '', id: null })

/** The shift as one light stretch, then everything that is drawn on it. Off shift is the ground, not a band. */
function bandsOf(sheet: SheetReading, person: ColumnReading, out: { from: number; until: number } | null): Band[] {
  const breaks = person.bands.filter((each) => each.kind === 'on_break')
  const shift = merged([...person.hours, ...breaks])
  const away = [...person.bands.filter((each) => AWAY.includes(each.kind)), ...(out ? [band('absent', out.from, out.until)] : [])]
  const drawn = person.bands.filter((each) => !AWAY.includes(each.kind) && each.kind !== 'off_shift' && each.kind !== 'working')
  const awake = drawn.filter((each) => each.kind !== 'on_break' || !away.some((gone) => gone.from <= each.from && gone.until >= each.until))
  return [...shift.map(({ from, until }) => band('working', from, until)), ...awake, ...away.flatMap((each) => within(each, shift))].flatMap((each) => clipped(each, sheet))
}

/** Being away shows where somebody would have worked; outside the shift it says nothing new. */
const AWAY = ['absent', 'on_vacation']

function within(each: Band, shift: { from: number; until: number }[]): Band[] {
  const parts = shift.map(({ from, until }) => ({ ...each, from: Math.max(each.from, from), until: Math.min(each.until, until) })).filter((part) => part.until > part.from)
  return parts.length ? parts : [each]
}

function roomBands(sheet: SheetReading, room: RoomColumn): Band[] {
  return [band('working', sheet.first_minute, sheet.last_minute), ...room.bands].flatMap((each) => clipped(each, sheet))
}

function clipped(each: Band, sheet: SheetReading): Band[] {
  const from = Math.max(each.from, sheet.first_minute)
  const until = Math.min(each.until, sheet.last_minute)
  return until > from ? [{ ...each, from, until }] : []
}

function merged(stretches: Band[]): { from: number; until: number }[] {
  const out: { from: number; until: number }[] = []
  for (const { from, until } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = out[out.length - 1]
    if (last && from <= last.until) last.until = Math.max(last.until, until)
    else out.push({ from, until })
  }
  return out
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
