import { describe, expect, test } from 'vitest'
import type { RowReading, SheetReading } from '../generated/types'
import { patched } from './patch'

const row = (id: string, minute: number, staff: string) => ({ id, minute, staff: [staff] }) as unknown as RowReading
const column = (id: string, booked: number) => ({ id, booked }) as unknown as SheetReading['columns'][number]
const sheet = (columns: SheetReading['columns'], rows: RowReading[], last = 1200) => ({ date: '2026-11-24', columns, rows, last_minute: last }) as unknown as SheetReading

describe('a sheet brought up to date', () => {
  const known = sheet([column('grace', 60), column('ivy', 0), column('joy', 30)], [row('a', 540, 'grace'), row('b', 600, 'joy'), row('c', 660, 'joy')])

  test('takes what differs and keeps every other object', () => {
    const now = patched(known, { sheet: sheet([column('grace', 0), column('ivy', 60)], [row('a', 540, 'ivy')], 1260), gone: [] })
    expect(now.rows.map((each) => [each.id, each.staff[0]])).toEqual([['a', 'ivy'], ['b', 'joy'], ['c', 'joy']])
    expect(now.columns.map((each) => [each.id, each.booked])).toEqual([['grace', 0], ['ivy', 60], ['joy', 30]])
    expect(now.rows[1]).toBe(known.rows[1])
    expect(now.columns[2]).toBe(known.columns[2])
    expect(now.last_minute).toBe(1260)
  })

  test('a new row stands at its time, one that is gone is gone, and the known sheet stays as it was', () => {
    const now = patched(known, { sheet: sheet([], [row('d', 570, 'ivy')]), gone: ['c'] })
    expect(now.rows.map(({ id }) => id)).toEqual(['a', 'd', 'b'])
    expect(known.rows.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  })
})
