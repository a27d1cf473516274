import { expect, test } from 'vitest'
import type { Report, RowReading } from '../generated/types'
import { marksOfPreview, numberedMoves, outOn } from '../sheet/preview'
import type { SheetReading } from '../generated/types'
import { countOf, fixesOf, makeRoom, waitingOf } from './report'

const remedy = (id: string, clears: number) => ({ id, text: id, clears, command: { command: 'x', id } })
const report = {
  moved: [{ appointment: 'b', seat: 0, from: 'grace', to: 'ivy' }, { appointment: 'a', seat: 0, from: 'david', to: 'brian' }, { appointment: 'c', seat: 0, from: 'grace', to: null }],
  unplaced: [{ appointment: 'c', seat: 0, why: 'nobody', remedies: [remedy('one', 1), remedy('both', 2)] }, { appointment: 'd', seat: 0, why: 'nobody', remedies: [remedy('both', 2)] }],
  opened: [{ item: 'i1', kind: 'no_therapist', appointment: 'c', why: '' }, { item: 'i2', kind: 'bound_absent', appointment: 'e', why: 'asked' }, { item: 'i3', kind: 'name_changed', appointment: 'a', why: '' }],
} as unknown as Report
const row = (id: string, minute: number, staff: string | null, assignment = 'provisional') =>
  ({ id, minute, minutes: 30, turnover: 10, start: `2026-11-24T${id}`, seats: [{ staff, assignment }] }) as unknown as RowReading
const rows = [row('a', 600, 'david'), row('b', 540, 'grace'), row('c', 660, 'grace'), row('d', 700, null), row('e', 800, 'grace', 'bound')]
const sheet = { rows } as SheetReading

test('moves are numbered down the day and both ends carry the number', () => {
  expect(numberedMoves(sheet, report).map((move) => [move.number, move.row.id])).toEqual([[1, 'b'], [2, 'a']])
  const marks = marksOfPreview(sheet, report)
  expect(marks.here.get('b/0')).toMatchObject({ look: 'from', number: 1, who: 'ivy' })
  expect(marks.there.get('b/0')).toMatchObject({ column: 'ivy', mark: { look: 'to', number: 1, who: 'grace' } })
})

test('a displaced row is lost here and waits in Unassigned; one without anybody only waits; a bound one is kept', () => {
  const marks = marksOfPreview(sheet, report)
  expect(marks.here.get('c/0')?.look).toBe('lost')
  expect(marks.there.get('c/0')).toMatchObject({ column: '', mark: { look: 'un' } })
  expect(marks.here.get('d/0')?.look).toBe('un')
  expect(marks.there.has('d/0')).toBe(false)
  expect(marks.here.get('e/0')?.look).toBe('kept')
})

test('a row is listed once, as what it is', () => {
  expect(waitingOf(report, new Map(rows.map((each) => [each.id, each]))).map((each) => [each.row?.id, each.kind])).toEqual([['c', 'no_one'], ['d', 'no_one'], ['e', 'asked']])
})

test('numbers and fixes', () => {
  expect(countOf(report, 'grace')).toEqual({ move: 1, noOne: 2, asked: 1 })
  expect(makeRoom(report, 'grace')).toBe(1)
  expect(fixesOf(report).map((each) => each.id)).toEqual(['both', 'one'])
})

test('an absence covers its part of each day', () => {
  expect(outOn('2026-11-24', 1440, '2026-11-24', '2026-11-24')).toEqual({ from: 0, until: 1440 })
  expect(outOn('2026-11-24', 1440, '2026-11-24T13:00', '2026-11-24T17:00')).toEqual({ from: 780, until: 1020 })
  expect(outOn('2026-11-25', 1440, '2026-11-24T13:00', '2026-11-26T09:00')).toEqual({ from: 0, until: 1440 })
  expect(outOn('2026-11-27', 1440, '2026-11-24', '2026-11-26')).toBeNull()
})
