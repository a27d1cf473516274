import { describe, expect, test } from 'vitest'
import type { ColumnReading, RowReading, SheetReading } from '../generated/types'
import { lay, nothingLaid, type Wishes } from './lay'

const wishes: Wishes = { mode: 'people', order: [], showOff: false }
const seat = (staff: string) => ({ staff, staff_name: staff, assignment: 'provisional', gender: null, wish_waived: false, asked_for: null, hand_placed: false })
const row = (id: string, minute: number, staff: string, status = 'booked') =>
  ({ id, minute, minutes: 30, turnover: 10, status, stage: 'coming', arrived: false, attention: [], seats: [seat(staff)], staff: [staff] }) as unknown as RowReading
const person = (id: string) => ({ id, name: id, hours: [{ kind: 'working', from: 540, until: 1020 }], bands: [], booked: 40, bookable: 480, rows: 1 }) as unknown as ColumnReading
const sheet = (columns: ColumnReading[], rows: RowReading[]) =>
  ({ date: '2026-11-24', columns, rows, rooms: [], off_duty: [], hour_marks: [{ minute: 540, label: '09:00' }], first_minute: 540, last_minute: 1200 }) as unknown as SheetReading

describe('columns laid again', () => {
  const people = [person('grace'), person('ivy'), person('joy')]
  const [a, b, c] = [row('a', 540, 'grace'), row('b', 600, 'ivy'), row('c', 660, 'joy')]

  test('a row that changes hands lays two columns and leaves the others as they are', () => {
    const laid = nothingLaid()
    const before = lay(sheet(people, [a, b, c]), wishes, null, laid)
    const after = lay(sheet(people, [row('a', 540, 'ivy'), b, c]), wishes, null, laid)
    expect(after.map((view, i) => view === before[i])).toEqual([false, false, false, true])
    expect(after.map(({ cards }) => cards.map((card) => card.row.id))).toEqual([[], [], ['a', 'b'], ['c']])
  })

  test('another stretch of the day lays everything again', () => {
    const laid = nothingLaid()
    const before = lay(sheet(people, [a, b, c]), wishes, null, laid)
    const after = lay({ ...sheet(people, [a, b, c]), first_minute: 480 }, wishes, null, laid)
    expect(after.some((view, i) => view === before[i])).toBe(false)
  })

  test('a cancelled row is one line, a temp who is only previewed has a column', () => {
    const [cancelled] = lay(sheet(people, [row('a', 540, 'grace', 'cancelled')]), wishes, null)[1]!.cards
    expect(cancelled!.until - cancelled!.from).toBe(15)
    const preview = { line: { command: 'resolve', item: '', remedy: '' }, report: { moved: [], unplaced: [], opened: [] }, out: null, passing: true, temp: { id: 'temp', name: 'Temp', from: 660, until: 960 } }
    const views = lay(sheet(people, [a, b, c]), wishes, preview as never)
    expect(views.at(-1)!.head).toMatchObject({ name: 'Temp', temporary: true, hours: '11:00–16:00' })
  })
})
