import { expect, test } from 'vitest'
import type { Candidate, RowReading } from '../generated/types'
import { type Drop, dropOf } from './drop'

const row = { id: 'a1', minute: 600, seats: [{ staff: 'grace' }] } as RowReading
const drop = (more: Partial<Drop>): Drop => ({ row, seat: 0, from: 'grace', to: 'ivy', minute: 600, start: '2026-11-24T10:00', mode: 'people', candidates: null, ...more })
const candidate = (more: Partial<Candidate>): Candidate => ({ staff: 'ivy', name: 'Ivy', current: false, code: null, why: '', swap: null, booked: 0, ...more })

test('back where it was is nothing', () => expect(dropOf(drop({ to: 'grace' }), '')).toBeNull())
test('another person, same time: reassign', () => {
  expect(dropOf(drop({ candidates: [candidate({})] }), '')).toMatchObject({ line: { command: 'reassign', staff: 'ivy', seat: 0 } })
})
test('a person who cannot says why', () => {
  expect(dropOf(drop({ candidates: [candidate({ code: 'serving', why: 'Serving until 15:45' })] }), '')).toEqual({ why: 'Serving until 15:45' })
})
test('on a row that could go the other way: swap', () => {
  expect(dropOf(drop({ candidates: [candidate({ code: 'serving', swap: { appointment: 'b', seat: 1 } })] }), '')).toMatchObject({ swap: true, line: { a: 'a1', b: 'b', seat_b: 1 } })
})
test('another time keeps the person unless dropped on another', () => {
  expect(dropOf(drop({ to: 'grace', minute: 615, start: 's' }), '')).toMatchObject({ line: { command: 'move', start: 's' } })
  expect(dropOf(drop({ minute: 615, start: 's' }), '')).toMatchObject({ line: { command: 'move', staff: 'ivy' } })
})
test('nobody is nobody', () => expect(dropOf(drop({ to: '' }), 'no')).toEqual({ why: 'no' }))
test('in the rooms view a column is a room', () => {
  expect(dropOf(drop({ mode: 'rooms', to: 'r2' }), '')).toMatchObject({ line: { command: 'change', room: 'r2' } })
})
